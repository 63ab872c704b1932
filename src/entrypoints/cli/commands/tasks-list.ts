/** `sosw tasks list`: the tasks of a labourer, by where they stand. */

import { RefusedError } from '../../../domain/errors.js';
import type { Labourer } from '../../../domain/labourer.js';
import type { Task } from '../../../domain/task.js';
import type { EssentialConfig } from '../../config/config.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { plainTable } from '../plain-table.js';
import { STAGES, type Stage, tasksAt } from '../stages.js';
import { stateText, taskFacts, windowNow } from '../task-facts.js';
import type { Terminal } from '../terminal.js';
import { type StoreOptions, withStore } from '../with-store.js';

export interface TasksListOptions extends StoreOptions {
  readonly labourer?: string;
  readonly stage?: Stage;
  readonly limit: number;
}

export async function run({ options, terminal }: Call<TasksListOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async ({ store }, config) => {
    const tasks: Task[] = [];
    for (const labourer of wantedLabourers(options.labourer, config)) {
      const view = { store, labourer, window: windowNow(labourer.id, config) };
      for (const stage of options.stage === undefined ? STAGES : [options.stage]) {
        tasks.push(...(await tasksAt(view, stage, { limit: options.limit })).tasks);
      }
    }
    if (options.json) {
      terminal.printJson({ tasks: tasks.map((task) => taskFacts(task, windowNow(task.labourerId, config))) });
    } else {
      terminal.print(listText(tasks, config, terminal));
    }
  });
  return EXIT.ok;
}

function wantedLabourers(name: string | undefined, config: EssentialConfig): readonly Labourer[] {
  if (name === undefined) return config.labourers.all();
  const labourer = config.labourers.find(name);
  if (labourer !== undefined) return [labourer];
  throw new RefusedError('labourer.unknown', {
    path: '--labourer',
    expected: 'a labourer of the configuration',
    found: name,
  });
}

/** What a line of the list has room for. */
const SHOWN = 60;

function listText(tasks: readonly Task[], config: EssentialConfig, { colors }: Terminal): string {
  if (tasks.length === 0) return 'No tasks stand there.';
  const rows = tasks.map((task) => {
    const about = task.lastError === undefined ? task.payload : `${task.lastError.name}: ${task.lastError.message}`;
    const line = (about ?? '').replaceAll('\n', ' ');
    return [
      task.taskId,
      stateText(task, windowNow(task.labourerId, config)),
      String(task.attempts),
      task.labourerId,
      line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line,
    ];
  });
  return plainTable(['task', 'state', 'attempts', 'labourer', 'last error, or payload'].map(colors.dim), rows);
}
