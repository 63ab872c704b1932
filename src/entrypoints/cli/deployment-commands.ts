/** The commands that keep a deployment on AWS configured and running: its documents, what starts it, whether it is in order, and its end. */

import { type Command, InvalidArgumentError } from 'commander';
import { TICKING, type Ticking } from './aws/ticking.js';
import { examples, JSON_OUTCOME, type Perform, withPrefix, withRegion, withTable } from './command-parts.js';

export function deploymentCommands(program: Command, perform: Perform): void {
  configCommands(program, perform);
  ticksCommands(program, perform);
  program
    .command('doctor')
    .description(
      'look whether a deployment on AWS is in order: tables, functions, permissions, schedules, configuration',
    )
    .option('--env <name>', "the documents' environment", 'production')
    .option('--prefix <name>', "what the deployment's names begin with", 'sosw')
    .option('--json', JSON_OUTCOME)
    .action(perform(() => import('./commands/doctor.js')))
    .addHelpText('after', examples('sosw doctor', 'sosw doctor --env staging --prefix staging', 'sosw doctor --json'));
  program
    .command('cleanup')
    .description('remove a deployment from AWS, and tell what is gone and what is still there')
    .option('--stack <name...>', 'the CloudFormation stacks', ['sosw'])
    .option('--data', 'also the tables and buckets that the stack would keep, with all that is in them')
    .option('--yes', 'do not ask')
    .option('--json', JSON_OUTCOME)
    .action(perform(() => import('./commands/cleanup.js')))
    .addHelpText(
      'after',
      examples('sosw cleanup', 'sosw cleanup --stack my-stack --data', 'sosw cleanup --data --yes'),
    );
}

function configCommands(program: Command, perform: Perform): void {
  const config = program
    .command('config')
    .description('the configuration of a deployment on AWS: documents in a table');
  withTable(config.command('upload'))
    .description('store documents, checked before; tell what changed')
    .argument('[file...]', FILES)
    .option('--values', VALUES)
    .option('--json', JSON_OUTCOME)
    .action(perform(() => import('./commands/config-upload.js')))
    .addHelpText('after', examples('sosw config upload', 'sosw config upload config/', UPLOAD_ELSEWHERE));
  withTable(config.command('diff'))
    .description('what an upload of the same files would change')
    .argument('[file...]', FILES)
    .option('--exit-code', 'end with 1 where something differs')
    .option('--values', VALUES)
    .option('--json', JSON_OUTCOME)
    .action(perform(() => import('./commands/config-diff.js')))
    .addHelpText(
      'after',
      examples('sosw config diff config/', 'sosw config diff sosw_essential_config.yaml --exit-code'),
    );
  withTable(config.command('show'))
    .description('a stored document, secrets and all; without a name, which there are')
    .argument('[name]', 'as sosw_essential_config')
    .option('--json', JSON_OUTCOME)
    .action(perform(() => import('./commands/config-show.js')))
    .addHelpText('after', examples('sosw config show', 'sosw config show sosw_essential_config'));
  withTable(config.command('validate'))
    .description('whether the essentials can read documents: files, without asking AWS, or else what is stored')
    .argument('[file...]', FILES)
    .option('--json', JSON_OUTCOME)
    .action(perform(() => import('./commands/config-validate.js')))
    .addHelpText('after', examples('sosw config validate config/', 'sosw config validate --env staging'));
  withTable(config.command('add-labourer'))
    .description('register a worker: its labourer.json with the essentials, its self.json as its own document')
    .argument('<folder>', "the worker's folder; the files stand in it or in its config/")
    .option('--name <labourer>', 'what it is called (default: as labourer.json says, else as the folder)')
    .option('--values', VALUES)
    .option('--json', JSON_OUTCOME)
    .action(perform(() => import('./commands/config-add-labourer.js')))
    .addHelpText('after', examples('sosw config add-labourer workers/some_function'));
}

const FILES = 'documents, or folders of them, by name: sosw_essential_config.json or .yaml';
const VALUES = "tell the values in workers' own documents too, which may be secrets";
const UPLOAD_ELSEWHERE = 'sosw config upload sosw_essential_config.yaml --env staging --region us-west-2';

function ticksCommands(program: Command, perform: Perform): void {
  const ticks = program.command('ticks').description('what starts the essentials of a deployment every minute');
  withTicks(ticks.command('on'))
    .description('start the essentials every minute')
    .action(perform(() => import('./commands/ticks-on.js')))
    .addHelpText('after', examples('sosw ticks on', 'sosw ticks on --only orchestrator,scavenger'));
  withTicks(ticks.command('off'))
    .description('start them no more; tasks that run go on, queued ones stay')
    .action(perform(() => import('./commands/ticks-off.js')))
    .addHelpText('after', examples('sosw ticks off', 'sosw ticks off --only orchestrator'));
}

const withTicks = (command: Command): Command =>
  withPrefix(withRegion(command))
    .option('--only <essentials>', `of ${TICKING.join(', ')}, joined by commas (default: all)`, ticking)
    .option('--json', JSON_OUTCOME);

function ticking(text: string): readonly Ticking[] {
  return text.split(',').map((name) => {
    const known = TICKING.find((essential) => essential === name.trim());
    if (known === undefined) throw new InvalidArgumentError(`Expected ${TICKING.join(', ')}, joined by commas.`);
    return known;
  });
}
