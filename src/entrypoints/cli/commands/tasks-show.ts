/** `sosw tasks show`: everything that is known of one task, its life as a time-line. */

import type { LifeEventFacts, TaskFacts, TaskLifeFacts } from '../../../application/views/facts.js';
import { taskLife } from '../../../application/views/task-life.js';
import { taskId } from '../../../domain/ids.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { now } from '../now.js';
import { reasonLines } from '../reasons-text.js';
import { stateWord } from '../task-states.js';
import type { Terminal } from '../terminal.js';
import { onOneLine } from '../text-width.js';
import { type StoreOptions, withStore } from '../with-store.js';
import { atInstant } from '../wording.js';

export async function run({ args, options, terminal }: Call<StoreOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data) => {
    const life = await taskLife(data, taskId(args[0] ?? ''), now(), { live: true });
    if (options.json) terminal.printJson(life);
    else terminal.print(lifeText(life, terminal));
  });
  return EXIT.ok;
}

function lifeText({ task, events, source, explanation }: TaskLifeFacts, terminal: Terminal): string {
  const { colors } = terminal;
  const told = source === 'events' ? '' : colors.dim(' (of the row alone: task_events is off, or was then)');
  return [
    ...taskLines(task, colors),
    '',
    `Its life${told}`,
    ...events.flatMap((event) => eventLines(event, colors)),
    '',
    `Why is it ${stateWord(task.state)}?`,
    ...reasonLines(explanation, terminal),
  ].join('\n');
}

function taskLines(task: TaskFacts, colors: Terminal['colors']): string[] {
  const known = Object.entries({ ...task, state: stateWord(task.state) }).filter(([, value]) => value != null);
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${colors.dim(name.padEnd(width))}  ${shown(name, value)}`);
}

function eventLines({ at, event, author, details, log_url }: LifeEventFacts, colors: Terminal['colors']): string[] {
  const about = [author, details === null ? null : JSON.stringify(details)].filter((part) => part !== null);
  const line = `  ${atInstant(at)}  ${event}  ${colors.dim(onOneLine(about.join('  ')))}`.trimEnd();
  return log_url === null ? [line] : [line, `    ${colors.cyan(log_url)}`];
}

/** Instants among the facts; a greenfield of a claimed task is none, it lies a year ahead. */
const isInstant = (name: string): boolean => name.endsWith('_at') || name === 'desired_launch_time';

const shown = (name: string, value: unknown): string => {
  if (typeof value === 'number' && isInstant(name)) return atInstant(value);
  return onOneLine(typeof value === 'string' ? value : JSON.stringify(value));
};
