/** What a shell is offered: commands, options, their choices, states, and the labourers of the configuration. The data is not opened. */

import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { loadConfig } from '../config/load-config.js';
import { STATE_WORDS } from './task-states.js';

/** The shell asks `sosw complete -- WORDS` with it. */
export const printScript = (program: Command, shell: string): void => offers(program, []).setup('sosw', 'sosw', shell);

/** Prints what may stand where the last word begins, a candidate and its description a line. */
export const complete = (program: Command, words: readonly string[]): void => offers(program, words).parse([...words]);

type Offers = ReturnType<typeof tab>;
type Handler = (this: never, complete: (value: string, description: string) => void, options: never) => void;
type Named = ReadonlyMap<string, { handler?: Handler }>;

function offers(program: Command, words: readonly string[]): Offers {
  const offered = tab(program, { completionCommandName: 'completion' });
  const labourers = labourersOf(words);
  const offer = (named: Named, name: string, values: () => readonly string[]): void => {
    const found = named.get(name);
    if (found === undefined) return;
    found.handler = (complete) => {
      for (const value of values()) complete(value, '');
    };
  };
  for (const { options, arguments: given } of offered.commands.values()) {
    offer(options, 'labourer', labourers);
    offer(options, 'state', () => STATE_WORDS);
    offer(given, 'labourer', labourers);
    offer(given, 'name', labourers);
  }
  return offered;
}

/** Of the configuration that the line names, or of the one that stands here; none where it can't be read, which is no time to say so. */
function labourersOf(words: readonly string[]): () => readonly string[] {
  const named = words.findIndex((word) => word === '--config' || word === '-c');
  const file = named === -1 ? 'sosw.yaml' : (words[named + 1] ?? '');
  return () => {
    try {
      return loadConfig(file)
        .labourers.all()
        .map(({ id }) => id);
    } catch {
      return [];
    }
  };
}
