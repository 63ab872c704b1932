/** The commands that make tasks of jobs and work them. */

import { type Command, Option } from 'commander';
import { examples, JSON_OUTCOME, orOnAws, type Perform, withConfig } from './command-parts.js';
import { withServing } from './dashboard/dashboard-options.js';
import { instant } from './option-values.js';
import { simulateCommand } from './simulate-command.js';

export function runCommands(program: Command, perform: Perform): void {
  program
    .command('init')
    .description('write a small working example: configuration, job, worker')
    .argument('[dir]', 'the folder to write into', '.')
    .option('--json', JSON_OUTCOME)
    .action(perform(() => import('./commands/init.js')))
    .addHelpText('after', examples('sosw init', 'sosw init my-project'));
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
  orOnAws(withConfig(program.command('schedule')), ONLY_SCHEDULED_ON_AWS)
    .description('make tasks of a job and leave them in the queue')
    .argument('<job>', JOB)
    .option('--again', 'schedule a job anew that has been scheduled already')
    .action(perform(() => import('./commands/schedule.js')))
    .addHelpText(
      'after',
      examples('sosw schedule job.json', 'sosw schedule job.json && sosw dev', 'sosw schedule job.json --aws'),
    );
  withServing(withConfig(program.command('dev')))
    .description('stay up: schedule jobs by the clock, work every queue, show it all on a page, until stopped')
    .option('--no-dashboard', 'without the page')
    .action(perform(() => import('./commands/dev.js')))
    .addHelpText('after', examples('sosw dev', 'sosw dev --allow-actions', 'sosw dev --config sosw.yaml --verbose'));
}

const ONLY_SCHEDULED_ON_AWS = [
  new Option('--function <name>', "the Scheduler's function (default: <prefix>_scheduler)"),
  new Option('--async', 'do not wait until the Scheduler has made the tasks'),
];
const JOB = 'file with the job, JSON or YAML; - reads JSON from standard input';
