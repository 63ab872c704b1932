/** The tutorial's commands, in their order, from its own page: the page is what is tested. */

import { readFile } from 'node:fs/promises';

const PAGE = new URL('../../docs/tutorial.md', import.meta.url);

/** Every line of the page's shell blocks. */
export async function tutorialCommands(): Promise<readonly string[]> {
  const page = await readFile(PAGE, 'utf8');
  return [...page.matchAll(/^```sh\n([^`]*)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'));
}
