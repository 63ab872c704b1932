/** The arguments and options of `sosw simulate`. */

import { type Command, Option } from 'commander';
import { examples, type Perform, withConfig, withPrefix, withTable } from './command-parts.js';
import { days, last, seed, setting, sweep } from './simulate/simulate-options.js';

/** `instant` reads a date as the other commands do. */
export function simulateCommand(program: Command, perform: Perform, instant: (text: string) => Date): void {
  const command = withConfig(program.command('simulate'))
    .description('what days of your jobs would come to under your caps and thresholds; runs and writes nothing of it')
    .argument('[job]', 'file with a job that comes at the beginning, beside the schedules of the configuration')
    .option('--days <number>', 'how long', days, 30)
    .option('--seed <number>', 'what chance begins with: equal seeds have equal results', seed, 1)
    .option('--from <instant>', 'when it begins, as 2026-01-31T12:00:00Z', instant)
    .option('--health <file>', 'the scenario: how workers, targets and metrics behave')
    .option('--set <labourer.key=value>', 'another value for a setting, as web.cap=20; may be repeated', setting)
    .option('--compare <file>', 'another configuration, simulated too, side by side')
    .option('--sweep <labourer.key=values>', 'a simulation for each value, as web.cap=5,10,20', sweep)
    .option('--replay <file>', 'tasks and jobs as they once came, a JSON object a line')
    .option('--record <file>', 'write closed tasks of a real deployment for --replay, and simulate nothing')
    .addOption(
      new Option('--durations <source>', 'take durations and failures from closed tasks of a real deployment').choices([
        'recorded',
      ]),
    )
    .option('--last <count>', 'closed tasks a labourer that --durations and --record read', last, 1000)
    .option('--html <file>', 'write the report with its plots as one page')
    .option('--save <file>', 'keep all that happens, every task of it, for sosw dashboard --simulation')
    .addOption(new Option('--aws', 'closed tasks are those of the deployment on AWS').conflicts('data'));
  withPrefix(withTable(command))
    .action(perform(() => import('./commands/simulate.js')))
    .addHelpText(
      'after',
      examples(
        'sosw simulate job.json --days 1',
        'sosw simulate --health incident.yaml --html report.html',
        'sosw simulate --sweep web.cap=5,10,20,40',
        'sosw simulate --set web.cap=20 --compare sosw.yaml --json',
        'sosw simulate --save month.db && sosw dashboard --simulation month.db',
      ),
    );
}
