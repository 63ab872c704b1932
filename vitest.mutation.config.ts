import { defineConfig } from 'vitest/config';

/** What `npm run mutation` runs on each mutant: the domain's own tests, in which chance is the same every time. */
export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts'],
    setupFiles: ['test/domain/mutation-setup.ts'],
    testTimeout: 60_000,
  },
});
