/** The code that a report takes into its page, so that the page asks nobody for anything. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Texts as they go into the page. */
export interface PageAssets {
  readonly plotScript: string;
  readonly plotStyle: string;
  readonly pageScript: string;
}

/**
 * Reads uPlot from where the package is installed, and the page's own script as it was compiled.
 *
 * @param compiled - The folder of the compiled script; by default that of this module.
 */
export function readPageAssets(compiled = new URL('.', import.meta.url)): PageAssets {
  const { resolve } = createRequire(import.meta.url);
  const text = (path: string): string => readFileSync(path, 'utf8');
  return {
    plotScript: text(resolve('uplot/dist/uPlot.iife.min.js')),
    plotStyle: text(resolve('uplot/dist/uPlot.min.css')),
    pageScript: text(fileURLToPath(new URL('page-script.js', compiled))),
  };
}
