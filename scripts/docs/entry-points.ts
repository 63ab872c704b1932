/** The entry points of the package that people import. */

/** What is imported, and the file that says what is in it. */
export const ENTRY_POINTS: Readonly<Record<string, string>> = {
  sosw: 'src/entrypoints/library/sosw.ts',
  'sosw/worker': 'src/entrypoints/library/worker.ts',
  'sosw/components': 'src/entrypoints/library/components.ts',
  'sosw/helpers': 'src/entrypoints/library/helpers.ts',
  'sosw/testing': 'src/entrypoints/library/testing.ts',
  'sosw/cdk': 'deploy/sosw.ts',
};
