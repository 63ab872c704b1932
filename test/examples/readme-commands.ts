/** The commands of the examples' own page, in their order: the page is what is tested. */

import { readFile } from 'node:fs/promises';

const PAGE = new URL('../../examples/workers/README.md', import.meta.url);

/** Every line of the shell blocks below a heading. */
export async function readmeCommands(heading: string): Promise<readonly string[]> {
  const [, section] = (await readFile(PAGE, 'utf8')).split(`\n## ${heading}\n`);
  const [text = ''] = (section ?? '').split('\n## ');
  return [...text.matchAll(/^```sh\n([^`]*)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'));
}
