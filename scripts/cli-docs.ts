/**
 * Writes what docs/cli.md has from the commands themselves: `npm run docs:cli`. Between `<!-- commands -->` and `<!-- end -->` stand all
 * commands, between `<!-- command: NAME -->` and `<!-- end -->` the arguments, options, defaults and examples of one. The rest is written by hand.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Command, type Option } from 'commander';
import { orOnAws, withConfig } from '../src/entrypoints/cli/command-parts.js';
import { completionCommands } from '../src/entrypoints/cli/completion-commands.js';
import { allCommands } from '../src/entrypoints/cli/program.js';

export const PAGE = new URL('../docs/cli.md', import.meta.url);

const ALL = /<!-- commands -->\n[\s\S]*?<!-- end -->/g;
const ONE = /<!-- command: (?<name>[^>]+?) -->\n[\s\S]*?<!-- end -->/g;

/** The page with what the commands say now. Throws for a command that has no block, and for a block that has no command. */
export function withCommands(page: string): string {
  const commands = leaves(sosw(), []);
  const shown = new Set([...page.matchAll(ONE)].map(({ groups }) => groups?.name));
  const missing = [...commands.keys()].filter((name) => !shown.has(name));
  if (missing.length > 0) throw new Error(`docs/cli.md has no block for ${missing.join(', ')}`);
  return page
    .replaceAll(ALL, () => block('commands', tableOfAll(commands)))
    .replaceAll(ONE, (_, name: string) => {
      const command = commands.get(name);
      if (command === undefined) throw new Error(`docs/cli.md has a block for ${name}, which is no command`);
      return block(`command: ${name}`, blockOf(name, command));
    });
}

function sosw(): Command {
  const program = allCommands(() => {});
  completionCommands(program, () => program);
  return program;
}

/** The commands that do something, by their whole names. */
function leaves(command: Command, path: readonly string[]): Map<string, Command> {
  const inner = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help');
  if (inner.length === 0) return new Map([[path.join(' '), command]]);
  return new Map(inner.flatMap((each) => [...leaves(each, [...path, each.name()])]));
}

const block = (name: string, lines: readonly string[]): string =>
  [`<!-- ${name} -->`, '', ...lines, '', '<!-- end -->'].join('\n');

const tableOfAll = (commands: ReadonlyMap<string, Command>): string[] =>
  table(
    ['command', 'what it does'],
    [...commands].map(([name, command]) => [`\`sosw ${name}\``, inWords(command.description())]),
  );

function blockOf(name: string, command: Command): string[] {
  const rows = [
    ...command.registeredArguments.map((argument) => {
      const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
      return [
        `\`${argument.required ? `<${name}>` : `[${name}]`}\``,
        inWords(argument.description),
        inCode(argument.defaultValue),
      ];
    }),
    ...visible(command)
      .filter((option) => !isCommon(option))
      .map((option) => [
        `\`${option.flags}\``,
        inWords(option.description + choicesOf(option)),
        inCode(option.defaultValue),
      ]),
  ];
  const common = visible(command)
    .filter(isCommon)
    .map(({ long }) => `\`${long}\``);
  return [
    `\`sosw ${name} ${command.usage()}\`: ${inWords(command.description())}.`,
    '',
    ...(rows.length === 0 ? [] : [...table(['argument, option', 'meaning', 'default'], rows), '']),
    ...(common.length === 0 ? [] : [`Also ${listed(common)}.`, '']),
    '```sh',
    ...examplesOf(command),
    '```',
  ];
}

const visible = (command: Command): readonly Option[] =>
  command.options.filter(({ hidden, long }) => !hidden && long !== '--help');

const choicesOf = ({ argChoices }: Option): string => (argChoices === undefined ? '' : `: ${listed(argChoices, 'or')}`);

/** Those of this machine's data and of a deployment, which the page explains once. */
const COMMON = new Map(
  orOnAws(withConfig(new Command())).options.map(({ flags, description }) => [flags, description]),
);
const isCommon = ({ flags, description }: Option): boolean => COMMON.get(flags) === description;

function examplesOf(command: Command): string[] {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const [, given = ''] = help.split('\nExamples:\n');
  return given.split('\n').flatMap((line) => /^ {2}\$ (?<words>.+)$/.exec(line)?.groups?.words ?? []);
}

const listed = (words: readonly string[], last = 'and'): string =>
  words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** Angle brackets would be tags. */
const inWords = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('|', '\\|');

const inCode = (value: unknown): string => (value === undefined ? '' : `\`${[value].flat().join(' ')}\``);

/** Aligned as the formatter of the repository aligns it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(PAGE, withCommands(readFileSync(PAGE, 'utf8')));
}
