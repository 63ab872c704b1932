/** What the definitions of several commands have in common: options, and examples in their help. */

import { type Command, Option } from 'commander';
import type { CommandModule } from './command-module.js';

/** Makes what commander calls for a command of the module that runs it; the module is loaded then. */
export type Perform = (load: () => Promise<CommandModule<never>>) => (...given: unknown[]) => Promise<void>;

export const JSON_OUTCOME = 'the outcome as one JSON object on standard output';

export const examples = (...lines: string[]): string => `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;

export function withConfig(command: Command, { data = true } = {}): Command {
  command.option('-c, --config <file>', 'the configuration', 'sosw.yaml');
  if (data)
    command.option('--data <dir>', 'where queue, results and database stand (default: .sosw beside the configuration)');
  return command.option('--json', JSON_OUTCOME);
}

export const withRegion = (command: Command): Command =>
  command.option('--region <name>', 'of AWS (default: that of the environment or of the profile)');

export const withPrefix = (command: Command): Command =>
  command.option('--prefix <name>', "what the names of the deployment's functions and rules begin with", 'sosw');

/** Where a deployment's documents stand. */
export const withTable = (command: Command): Command =>
  withRegion(command)
    .option('--table <name>', 'the table of the documents', 'config')
    .option('--env <name>', "the documents' environment", 'production');

/** Makes a command of this machine's data one of a deployment's too. `own` are its options that only the latter takes. */
export function orOnAws(command: Command, own: readonly Option[] = []): Command {
  const aws = new Option('--aws', 'of the deployment on AWS, not of this machine').conflicts(['config', 'data']);
  withPrefix(withTable(command.addOption(aws)));
  for (const option of own) command.addOption(option);
  const onlyThere = new Set(['region', 'table', 'env', 'prefix', ...own.map((option) => option.attributeName())]);
  return command.hook('preAction', (called) => {
    if (called.opts().aws === true) return;
    const isGiven = (option: Option): boolean =>
      onlyThere.has(option.attributeName()) && called.getOptionValueSource(option.attributeName()) === 'cli';
    const alone = called.options.find(isGiven);
    if (alone !== undefined) called.error(`error: option '${alone.flags}' goes together with --aws only`);
  });
}
