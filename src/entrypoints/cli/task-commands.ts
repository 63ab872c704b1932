/** The commands that find tasks, tell of them, and bring them back or end them. */

import { type Command, Option } from 'commander';
import { examples, orOnAws, type Perform, withConfig } from './command-parts.js';
import { DRY_RUN, YES } from './common-options.js';
import { count, repeated } from './option-values.js';
import { withTaskFilter } from './task-filter-options.js';

export function taskCommands(program: Command, perform: Perform): void {
  const tasks = program.command('tasks').description('find tasks, look at them, retry and cancel them');
  withTaskFilter(orOnAws(withConfig(tasks.command('list'))))
    .description('the tasks that all of these hold for')
    .addOption(new Option('--order <order>', 'by creation or by attempts').choices(['newest', 'oldest', 'attempts']))
    .option('--limit <count>', 'at most so many', count, 20)
    .option('--after <cursor>', 'read on behind a page: what it said is next')
    .option('--yes', 'do not ask before an expensive search')
    .action(perform(() => import('./commands/tasks-list.js')))
    .addHelpText(
      'after',
      examples(
        'sosw tasks list --state dead',
        'sosw tasks list --labourer some_function --text timeout --order newest',
        'sosw tasks list --created-from 2026-01-31 --attempts-from 2 --limit 100 --json',
      ),
    );
  orOnAws(withConfig(tasks.command('show')))
    .description('one task: its life as a time-line, its payload and result, and why it is where it is')
    .argument('<task>', TASK)
    .action(perform(() => import('./commands/tasks-show.js')))
    .addHelpText('after', examples('sosw tasks show 0f3a…'));
  withBulk(tasks.command('retry'), { byState: false })
    .description(
      'bring tasks back to the queue: by id dead, cancelled and retrying ones; by filter those that wait for their retry',
    )
    .argument('[task...]', TASK)
    .action(perform(() => import('./commands/tasks-retry.js')))
    .addHelpText('after', examples('sosw tasks retry 0f3a… 77b2…', 'sosw tasks retry --labourer some_function'));
  withBulk(tasks.command('cancel'))
    .description('end tasks without their work being done')
    .argument('[task...]', TASK)
    .action(perform(() => import('./commands/tasks-cancel.js')))
    .addHelpText(
      'after',
      examples(
        'sosw tasks cancel 0f3a…',
        'sosw tasks cancel --job nightly --state queued --dry-run',
        'sosw tasks cancel 0f3a… 77b2… --yes',
      ),
    );
  deadCommands(program, perform);
}

function deadCommands(program: Command, perform: Perform): void {
  const dead = program.command('dead').description('what has failed for good, and a new life for it');
  orOnAws(withConfig(dead.command('list')))
    .description('dead tasks by labourer and error, the most frequent first')
    .option('--labourer <name>', 'only of this one; may be repeated', repeated)
    .option('--limit <count>', 'look at so many of the newest', count, 1000)
    .action(perform(() => import('./commands/dead-list.js')))
    .addHelpText('after', examples('sosw dead list', 'sosw dead list --labourer some_function --json'));
  withBulk(dead.command('redrive'), { byState: false })
    .description('bring dead tasks back to the end of the queue, all that the options hold for')
    .action(perform(() => import('./commands/dead-redrive.js')))
    .addHelpText(
      'after',
      examples(
        'sosw dead redrive --labourer some_function --dry-run',
        'sosw dead redrive --text timeout --closed-from 2026-01-31',
        'sosw dead redrive --error-group 0f3a… --dry-run',
        'sosw dead redrive --resume 5e1f…',
      ),
    );
}

/** What all commands have that change many tasks at once. */
const withBulk = (command: Command, filter?: { readonly byState: boolean }): Command =>
  withTaskFilter(orOnAws(withConfig(command)), filter)
    .option('--resume <operation>', 'go on with one that was stopped')
    .option(...DRY_RUN)
    .option(...YES);

const TASK = "the task's id";
