/** Mutation testing of the domain, by `npm run mutation`: whatever small change is made to its code, some test has to fail. */

export default {
  mutate: ['src/domain/**/*.ts'],
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  coverageAnalysis: 'perTest',
  // A mutant that takes effect while a module is loaded would need all tests, not those that run it.
  ignoreStatic: true,
  concurrency: 2,
  // A mutant that times out counts as detected: on a busy machine a slow test must not pass for an endless loop.
  timeoutMS: 20_000,
  timeoutFactor: 4,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'progress', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  // Both lie in a folder that git ignores.
  jsonReporter: { fileName: 'coverage/mutation.json' },
  tempDirName: 'coverage/mutants',
  ignorePatterns: ['/bench', '/cdk.out', '/coverage', '/deploy', '/dist', '/docs', '/examples', '/scripts'],
};
