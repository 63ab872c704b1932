/** The commands that look at labourers and jobs as a whole, and steer them. */

import { type Command, Option } from 'commander';
import { examples, orOnAws, type Perform, withConfig } from './command-parts.js';
import { DRY_RUN, WATCH, YES } from './common-options.js';
import { SORTS } from './labourer-sorting.js';
import { count, countOrNone } from './option-values.js';

export function operatorCommands(program: Command, perform: Perform): void {
  orOnAws(withConfig(program.command('status')))
    .description('queues, running and ended tasks of each labourer, and why it may do what it may')
    .option(...WATCH)
    .action(perform(() => import('./commands/status.js')))
    .addHelpText('after', examples('sosw status', 'sosw status --watch', 'sosw status --aws --json'));
  labourerCommands(program, perform);
  jobCommands(program, perform);
  orOnAws(withConfig(program.command('explain')))
    .description('why a task is not running, or why a labourer does not do more, and what helps')
    .argument('<name>', 'a labourer, or the id of a task')
    .action(perform(() => import('./commands/explain.js')))
    .addHelpText('after', examples('sosw explain some_function', 'sosw explain 0f3a… --json'));
  operationCommands(program, perform);
}

function labourerCommands(program: Command, perform: Perform): void {
  const labourers = program
    .command('labourers')
    .description('look at labourers, pause and resume them, set their caps');
  orOnAws(withConfig(labourers.command('list')))
    .description('what waits and since when, what runs, what fails, and what holds each labourer back')
    .addOption(new Option('--sort <column>', 'the most first').choices(SORTS).default('name'))
    .option(...WATCH)
    .action(perform(() => import('./commands/labourers-list.js')))
    .addHelpText('after', examples('sosw labourers list', 'sosw labourers list --sort wait --watch'));
  orOnAws(withConfig(labourers.command('show')))
    .description('one labourer now: its health, its queue, and why it does not do more')
    .argument('<labourer>', LABOURER)
    .action(perform(() => import('./commands/labourers-show.js')))
    .addHelpText('after', examples('sosw labourers show some_function'));
  orOnAws(withConfig(labourers.command('pause')))
    .description('start nothing more of them; what runs goes on, queued tasks keep their places')
    .argument('<labourer...>', LABOURER)
    .option(...DRY_RUN)
    .action(perform(() => import('./commands/labourers-pause.js')))
    .addHelpText('after', examples('sosw labourers pause some_function', 'sosw labourers pause one other --aws'));
  orOnAws(withConfig(labourers.command('resume')))
    .description('let paused labourers start tasks again')
    .argument('<labourer...>', LABOURER)
    .option(...DRY_RUN)
    .action(perform(() => import('./commands/labourers-resume.js')))
    .addHelpText('after', examples('sosw labourers resume some_function'));
  orOnAws(withConfig(labourers.command('cap')))
    .description('another cap than the configured one, until it is reset')
    .argument('<labourer>', LABOURER)
    .argument('[cap]', 'tasks at once, from 0; it stands above the configured one', countOrNone)
    .option('--reset', "the configuration's cap again")
    .option(...DRY_RUN)
    .action(perform(() => import('./commands/labourers-cap.js')))
    .addHelpText('after', examples('sosw labourers cap some_function 5', 'sosw labourers cap some_function --reset'));
}

function jobCommands(program: Command, perform: Perform): void {
  const jobs = program.command('jobs').description('how far jobs are, and ending them');
  orOnAws(withConfig(jobs.command('list')))
    .description('the newest jobs, and how many of their tasks stand where')
    .option('--limit <count>', 'at most so many', count, 20)
    .option(...WATCH)
    .action(perform(() => import('./commands/jobs-list.js')))
    .addHelpText('after', examples('sosw jobs list', 'sosw jobs list --watch'));
  orOnAws(withConfig(jobs.command('show')))
    .description('one job: how far it is')
    .argument('<job>', JOB)
    .action(perform(() => import('./commands/jobs-show.js')))
    .addHelpText('after', examples('sosw jobs show run-0e42ba9b12bde0c4e119'));
  orOnAws(withConfig(jobs.command('grid')))
    .description('its tasks as a map: dates down, the values of an attribute across, a letter for the state')
    .argument('<job>', JOB)
    .option('--rows <attributes>', 'what goes down, joined by commas (default: as fits the job)')
    .option('--columns <attributes>', 'what goes across, joined by commas (default: as fits the job)')
    .action(perform(() => import('./commands/jobs-grid.js')))
    .addHelpText(
      'after',
      examples('sosw jobs grid nightly', 'sosw jobs grid nightly --rows topic,word --columns dates'),
    );
  orOnAws(withConfig(jobs.command('cancel')))
    .description('end the tasks of a job that have not ended yet, without their work being done')
    .argument('<job>', JOB)
    .option(...DRY_RUN)
    .option(...YES)
    .action(perform(() => import('./commands/jobs-cancel.js')))
    .addHelpText('after', examples('sosw jobs cancel nightly --dry-run', 'sosw jobs cancel nightly'));
}

function operationCommands(program: Command, perform: Perform): void {
  const operations = program
    .command('operations')
    .description('who did what to tasks and labourers, and how far it is');
  orOnAws(withConfig(operations.command('list')))
    .description('the newest operations')
    .option('--limit <count>', 'at most so many', count, 20)
    .action(perform(() => import('./commands/operations-list.js')))
    .addHelpText('after', examples('sosw operations list'));
  orOnAws(withConfig(operations.command('show')))
    .description('one operation: what it was asked for, and all that is recorded of it')
    .argument('<operation>', 'its id, as sosw operations list has it')
    .action(perform(() => import('./commands/operations-show.js')))
    .addHelpText('after', examples('sosw operations show 5e1f…'));
}

const LABOURER = 'as the configuration names it';
const JOB = "the job's identity, as sosw jobs list has it";
