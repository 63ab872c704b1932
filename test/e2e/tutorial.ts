/** The tutorial's commands, in their order, from its own page: the page is what is tested. */

import { readFile } from 'node:fs/promises';
import type { Cloud } from './cloud.js';
import { completeDeployment } from './complete-deployment.js';

const STACK = 'sosw-tutorial';
const PAGE = new URL('../../docs/tutorial.md', import.meta.url);

/** Runs commands as a reader would, one after the other; each must succeed. */
export async function follow(cloud: Cloud, commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    await cloud.must(command);
    if (command.includes('cdk deploy')) await completeDeployment(cloud.aws.endpoint, STACK);
  }
}

/** Every line of the page's shell blocks. */
export async function tutorialCommands(): Promise<readonly string[]> {
  const page = await readFile(PAGE, 'utf8');
  return [...page.matchAll(/^```sh\n([^`]*)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'));
}
