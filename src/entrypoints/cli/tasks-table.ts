/** Tasks as rows: what stands in every list of them. */

import type { TaskFacts } from '../../application/views/facts.js';
import { plainTable } from './plain-table.js';
import { stateWord } from './task-states.js';
import type { Terminal } from './terminal.js';
import { onOneLine } from './text-width.js';

export function tasksTable(tasks: readonly TaskFacts[], { colors, columns }: Terminal): string {
  const rows = tasks.map((task) => {
    const { last_error: error, payload } = task;
    const about = error === null ? JSON.stringify(payload) : `${error.name}: ${error.message}`;
    return [task.task_id, stateWord(task.state), String(task.attempts), task.labourer_id, onOneLine(about)];
  });
  return plainTable(['task', 'state', 'attempts', 'labourer', 'last error, or payload'].map(colors.dim), rows, columns);
}
