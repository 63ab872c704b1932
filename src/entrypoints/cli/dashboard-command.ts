/** The arguments and options of `sosw dashboard`. */

import { type Command, Option } from 'commander';
import { examples, orOnAws, type Perform, withConfig } from './command-parts.js';
import { withServing } from './dashboard/dashboard-options.js';

export function dashboardCommand(program: Command, perform: Perform): void {
  const simulation = new Option('--simulation <file>', 'a simulation that sosw simulate --save has kept');
  withServing(orOnAws(withConfig(program.command('dashboard'))))
    .description('show labourers, jobs and tasks as a page on this machine, until stopped')
    .addOption(simulation.conflicts(['data', 'aws']))
    .action(perform(() => import('./commands/dashboard.js')))
    .addHelpText(
      'after',
      examples(
        'sosw dashboard',
        'sosw dashboard --allow-actions',
        'sosw dashboard --aws --region us-west-2',
        'sosw dashboard --simulation month.db',
      ),
    );
}
