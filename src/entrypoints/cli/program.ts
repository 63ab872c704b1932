/** Every command with its arguments, options and examples. What a command does is in `commands/`, loaded when it is called. */

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CommandModule, GlobalOptions } from './command-module.js';
import { examples, JSON_OUTCOME, orOnAws, type Perform, withConfig } from './command-parts.js';
import { configCommands, ticksCommands } from './deployment-commands.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { simulateCommand } from './simulate-command.js';
import { STAGES, type Stage } from './stages.js';
import { version } from './version.js';

/** Parses the arguments (without node and script), runs the command, and gives the code to exit with. */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = sosw((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    if (args.includes('--json')) {
      process.stdout.write(`${JSON.stringify({ error: { code: 'usage', message: error.message } })}\n`);
    }
    return EXIT.usage;
  }
  return exitCode;
}

type Load = () => Promise<CommandModule<never>>;

function sosw(ended: (code: ExitCode) => void): Command {
  const program = new Command('sosw')
    .description(
      'Chunks a job into tasks and works them with your workers, up to a cap, in the health of what they use.',
    )
    .version(version())
    .option('--no-color', 'no colours and no animation (as does NO_COLOR)')
    .option('--verbose', 'tell more: log lines, and where an unexpected error arose')
    .showHelpAfterError('(--help tells more)')
    .exitOverride()
    .addHelpText('after', examples('sosw init', 'sosw plan job.json', 'sosw run job.json'));

  const perform =
    (load: Load) =>
    (...given: unknown[]) =>
      call(load, given.at(-1) as Command, ended);

  withConfig(program.command('run'))
    .description('work a job to its end: schedule it, run its workers, tell the outcome')
    .argument('<job>', JOB)
    .option('--again', 'run a job anew that has been done already')
    .action(perform(() => import('./commands/run.js')))
    .addHelpText(
      'after',
      examples(
        'sosw run job.json',
        'sosw run job.json --config prod.yaml --data /var/lib/sosw',
        'sosw run job.json --again --json',
      ),
    );
  withConfig(program.command('plan'), { data: false })
    .description('show what would be scheduled; needs no data, writes nothing')
    .argument('<job>', JOB)
    .option('--now <instant>', 'what "today" is counted from, as 2026-01-31T12:00:00Z', instant)
    .option('--ndjson', 'write every payload, one a line, whatever their number')
    .action(perform(() => import('./commands/plan.js')))
    .addHelpText(
      'after',
      examples('sosw plan job.json', 'sosw plan job.json --now 2026-01-31', 'sosw plan job.json --ndjson | head'),
    );
  simulateCommand(program, perform, instant);
  orOnAws(withConfig(program.command('schedule')), ONLY_SCHEDULED_ON_AWS)
    .description('make tasks of a job and leave them in the queue')
    .argument('<job>', JOB)
    .option('--again', 'schedule a job anew that has been scheduled already')
    .action(perform(() => import('./commands/schedule.js')))
    .addHelpText(
      'after',
      examples('sosw schedule job.json', 'sosw schedule job.json && sosw dev', 'sosw schedule job.json --aws'),
    );
  withConfig(program.command('dev'))
    .description('stay up: schedule jobs by the clock, work every queue, until stopped')
    .action(perform(() => import('./commands/dev.js')))
    .addHelpText('after', examples('sosw dev', 'sosw dev --config sosw.yaml --verbose'));
  orOnAws(withConfig(program.command('status')))
    .description('queues, running and ended tasks of each labourer, and why it may do what it may')
    .option('--watch', 'again every two seconds; with --json an object a line')
    .action(perform(() => import('./commands/status.js')))
    .addHelpText('after', examples('sosw status', 'sosw status --watch', 'sosw status --aws --json'));
  taskCommands(program, perform);
  configCommands(program, perform);
  ticksCommands(program, perform);
  program
    .command('init')
    .description('write a small working example: configuration, job, worker')
    .argument('[dir]', 'the folder to write into', '.')
    .option('--json', JSON_OUTCOME)
    .action(perform(() => import('./commands/init.js')))
    .addHelpText('after', examples('sosw init', 'sosw init my-project'));
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
  return program;
}

function taskCommands(program: Command, perform: Perform): void {
  const tasks = program.command('tasks').description('look at single tasks, retry and cancel them');
  orOnAws(withConfig(tasks.command('list')))
    .description('tasks of a labourer that stand somewhere, the first or the newest of them')
    .option('--labourer <name>', 'only this one (default: all)')
    .option('--stage <stage>', `${STAGES.slice(0, -1).join(', ')} or ${STAGES.at(-1)} (default: all)`, stage)
    .option('--limit <count>', 'at most so many of each', count, 20)
    .action(perform(() => import('./commands/tasks-list.js')))
    .addHelpText(
      'after',
      examples('sosw tasks list --stage dead', 'sosw tasks list --labourer some_function --limit 100 --json'),
    );
  orOnAws(withConfig(tasks.command('show')))
    .description('one task: its state, payload, result and events')
    .argument('<task>', TASK)
    .action(perform(() => import('./commands/tasks-show.js')))
    .addHelpText('after', examples('sosw tasks show 0f3a…'));
  orOnAws(withConfig(tasks.command('retry')))
    .description('bring tasks back to the queue: dead or cancelled ones, or those that wait for their retry')
    .argument('<task...>', TASK)
    .action(perform(() => import('./commands/tasks-retry.js')))
    .addHelpText('after', examples('sosw tasks retry 0f3a… 77b2…'));
  orOnAws(withConfig(tasks.command('cancel')))
    .description('end tasks without their work being done')
    .argument('<task...>', TASK)
    .option('--yes', 'do not ask')
    .action(perform(() => import('./commands/tasks-cancel.js')))
    .addHelpText('after', examples('sosw tasks cancel 0f3a…', 'sosw tasks cancel 0f3a… 77b2… --yes'));
}

const ONLY_SCHEDULED_ON_AWS = [
  new Option('--function <name>', "the Scheduler's function (default: <prefix>_scheduler)"),
  new Option('--async', 'do not wait until the Scheduler has made the tasks'),
];
const JOB = 'file with the job, JSON or YAML; - reads JSON from standard input';
const TASK = "the task's id";

function stage(text: string): Stage {
  const known = STAGES.find((name) => name === text);
  if (known === undefined) throw new InvalidArgumentError(`Expected ${STAGES.join(', ')}.`);
  return known;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Expected a whole number from 1.');
  return value;
}

function instant(text: string): Date {
  const value = new Date(/^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? text : Number.NaN);
  if (Number.isNaN(value.getTime()) || value.getTime() < 0) {
    throw new InvalidArgumentError('Expected an instant as 2026-01-31 or 2026-01-31T12:00:00Z.');
  }
  return value;
}

async function call(load: Load, command: Command, ended: (code: ExitCode) => void): Promise<void> {
  const [{ openTerminal }, { tellFailure }] = await Promise.all([import('./terminal.js'), import('./failure.js')]);
  const options = command.optsWithGlobals<GlobalOptions & { json?: true }>();
  const terminal = openTerminal(options);
  try {
    const { run } = await load();
    ended(await run({ args: command.args, options: options as never, terminal }));
  } catch (error) {
    ended(tellFailure(error, terminal, options));
  }
}
