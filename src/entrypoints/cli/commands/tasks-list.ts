/** `sosw tasks list`: the tasks that a filter holds for, wherever in their life they stand. */

import type { SearchQuery, TaskOrder } from '../../../application/ports/task-search.js';
import type { TaskFacts, TasksFacts } from '../../../application/views/facts.js';
import { findTasks } from '../../../application/views/tasks.js';
import type { OperatorStore } from '../../composition/operator-store.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { now } from '../now.js';
import { costIsAgreed } from '../search-cost.js';
import { type TaskFilterOptions, taskFilterOf } from '../task-filter-options.js';
import { tasksTable } from '../tasks-table.js';
import type { Terminal } from '../terminal.js';
import { type StoreOptions, withStore } from '../with-store.js';

export interface TasksListOptions extends StoreOptions, TaskFilterOptions {
  readonly order?: TaskOrder;
  readonly limit: number;
  readonly after?: string;
  readonly yes?: true;
}

export async function run({ options, terminal }: Call<TasksListOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data) => {
    const at = now();
    const filter = await taskFilterOf(options, data);
    if (!(await costIsAgreed(data, { filter, at }, { terminal, yes: options.yes }))) return;
    const found = await foundTasks(data, options, { filter, now: at });
    if (options.json) terminal.printJson(found);
    else terminal.print(listText(found, terminal));
  });
  return EXIT.ok;
}

/** As many as are wanted, though a page may hold fewer. */
async function foundTasks(
  data: OperatorStore,
  options: TasksListOptions,
  wanted: Pick<SearchQuery, 'filter' | 'now'>,
): Promise<TasksFacts> {
  const query = { ...wanted, ...(options.order && { order: options.order }) };
  const tasks: TaskFacts[] = [];
  let examined = 0;
  let next: string | null = options.after ?? null;
  do {
    const page = { limit: options.limit - tasks.length, ...(next === null ? {} : { after: next }) };
    const found: TasksFacts = await findTasks(data, { ...query, ...page });
    tasks.push(...found.tasks);
    examined += found.examined;
    next = found.next;
  } while (next !== null && tasks.length < options.limit);
  return { tasks, next, examined };
}

function listText({ tasks, next }: TasksFacts, terminal: Terminal): string {
  if (tasks.length === 0) return 'No task is as asked for.';
  const more = next === null ? [] : ['', `There may be more: the same with --after '${next}', or a higher --limit`];
  return [tasksTable(tasks, terminal), ...more].join('\n');
}
