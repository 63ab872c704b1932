/** What the command line knows, as `--help` tells it. */

import { runProgram } from '../../../src/entrypoints/cli/program.js';

interface Known {
  readonly commands: ReadonlySet<string>;
  readonly options: ReadonlySet<string>;
}

const known = new Map<string, Known>();

/** What is wrong with the words after `sosw`: a command or an option that there is not. */
export async function commandFault(words: readonly string[]): Promise<string | undefined> {
  const path: string[] = [];
  const options = new Set((await helpOf([])).options);
  for (const word of words) {
    const { commands } = await helpOf(path);
    if (word.startsWith('-')) continue;
    if (commands.size === 0) break;
    if (!commands.has(word)) return `sosw ${[...path, word].join(' ')} is no command`;
    path.push(word);
  }
  for (const option of (await helpOf(path)).options) options.add(option);
  const flags = words.filter((word) => word.startsWith('-') && word !== '-').map((word) => word.split('=')[0] ?? '');
  const unknown = flags.find((flag) => !options.has(flag));
  return unknown === undefined ? undefined : `sosw ${path.join(' ')} has no option ${unknown}`;
}

async function helpOf(path: readonly string[]): Promise<Known> {
  const name = path.join(' ');
  const found = known.get(name) ?? readHelp(await printed([...path, '--help']));
  known.set(name, found);
  return found;
}

function readHelp(help: string): Known {
  const section = (title: string): string[] =>
    (new RegExp(`^${title}:\\n((?:  .*\\n?)+)`, 'm').exec(help)?.[1] ?? '').split('\n');
  const commands = section('Commands').flatMap((line) => /^ {2}(\w[\w-]*)/.exec(line)?.[1] ?? []);
  const options = section('Options').flatMap((line) => [
    ...(/^ {2}(-[^ ].*?)(?: {2}|$)/.exec(line)?.[1] ?? '').matchAll(/--?[\w-]+/g),
  ]);
  return {
    commands: new Set(commands.filter((name) => name !== 'help')),
    options: new Set(options.map(([flag]) => flag)),
  };
}

async function printed(args: readonly string[]): Promise<string> {
  const write = process.stdout.write;
  let text = '';
  process.stdout.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof write;
  try {
    await runProgram(args);
  } finally {
    process.stdout.write = write;
  }
  return text;
}
