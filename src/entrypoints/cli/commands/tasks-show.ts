/** `sosw tasks show`: everything that is known of one task. */

import type { TaskEvent } from '../../../application/ports/task-log.js';
import type { JsonObject } from '../../../domain/task.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { findTask, taskFacts, windowNow } from '../task-facts.js';
import type { Terminal } from '../terminal.js';
import { type StoreOptions, withStore } from '../with-store.js';

export async function run({ args, options, terminal }: Call<StoreOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data, config) => {
    const task = await findTask(args[0] ?? '', data);
    const facts = taskFacts(task, windowNow(task.labourerId, config));
    const events = await data.log.read(task.taskId);
    if (options.json) terminal.printJson({ ...facts, events: events.map(eventFacts) });
    else terminal.print(taskText(facts, events, terminal));
  });
  return EXIT.ok;
}

function taskText(facts: JsonObject, events: readonly TaskEvent[], { colors }: Terminal): string {
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  const known = Object.entries(facts).filter(([, value]) => value !== null);
  return [
    ...known.map(([name, value]) => `${colors.dim(name.padEnd(width))}  ${shown(name, value)}`),
    ...(events.length > 0 ? [''] : []),
    ...events.map(({ at, action, author }) => `${instant(at)}  ${action}  ${colors.dim(author)}`),
  ].join('\n');
}

const eventFacts = ({ action, at, author, details }: TaskEvent) => ({ action, at, author, ...details });

/** Instants among the facts; a greenfield of a claimed task is none, it lies a year ahead. */
const isInstant = (name: string): boolean => name.endsWith('_at') || name === 'desired_launch_time';

const shown = (name: string, value: unknown): string => {
  if (typeof value === 'number' && isInstant(name)) return instant(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString();
