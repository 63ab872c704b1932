/**
 * Builds the documentation: `npm run docs [-- --out FOLDER --base /path/]`. The API reference is made from the types, then the site of all
 * pages. Ends with 1 on any error and on any warning.
 */

import { parseArgs } from 'node:util';
import { build } from 'vitepress';
import { writeApi } from './docs/api.js';
import { DOCS } from './docs/outline.js';

const { values } = parseArgs({ options: { out: { type: 'string' }, base: { type: 'string' } } });

/** VitePress, Vite and Rollup tell their warnings here, and build on. */
function countWarnings(): () => number {
  const warn = console.warn;
  let count = 0;
  console.warn = (...words: unknown[]) => {
    count++;
    warn(...words);
  };
  return () => count;
}

const warnings = countWarnings();
const apiIsWhole = await writeApi();
await build(DOCS, {
  ...(values.out === undefined ? {} : { outDir: values.out }),
  ...(values.base === undefined ? {} : { base: values.base }),
});
if (!apiIsWhole || warnings() > 0) {
  console.error('The documentation has to build without any warning; see above.');
  process.exitCode = 1;
}
