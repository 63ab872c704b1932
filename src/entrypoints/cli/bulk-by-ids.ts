/** A change of tasks that were named one by one: all of them are looked up, and held against the action, before any is changed. */

import type { BulkAction } from '../../application/bulk-operations.js';
import { isFor, statesInWords } from '../../application/bulk-target.js';
import type { OperationRecord } from '../../application/ports/operation-log.js';
import { wrongStage } from '../../application/task-change.js';
import { knownTask } from '../../application/views/known.js';
import { operationFacts } from '../../application/views/operations.js';
import { type TaskId, taskId } from '../../domain/ids.js';
import type { Task } from '../../domain/task.js';
import type { Bulk } from './bulk.js';
import { BULK_WORDS } from './bulk-words.js';
import { byWhom } from './by-whom.js';
import { confirmed, refuseUnlessAnswerable } from './confirmation.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { inNumbers, inTasks } from './wording.js';

export interface ByIds {
  /** In this order; a task is changed by the first action that is for it. */
  readonly actions: readonly BulkAction[];
  /** What became of a task: `ID: cancelled`. */
  readonly done: string;
  /** Whether somebody has to agree. */
  readonly asks: boolean;
}

/** Refuses (`task.unknown`, `task.stage`) all where one of them does not fit. */
export async function bulkByIds(bulk: Bulk, ids: readonly string[], { actions, done, asks }: ByIds): Promise<ExitCode> {
  const { data, options, terminal } = bulk;
  const words = BULK_WORDS[actions[0] as BulkAction];
  const question = { yesDoes: words.yesDoes, yes: options.yes };
  if (asks && !options.dryRun) refuseUnlessAnswerable(question);
  const tasks: Task[] = [];
  for (const id of new Set(ids)) tasks.push(await knownTask(data, taskId(id)));
  const groups = grouped(tasks, actions);

  if (options.dryRun) {
    const operations = groups.map(([action, taskIds]) => ({ action, target: { task_ids: taskIds } }));
    if (options.json) terminal.printJson({ dry_run: true, operations });
    else for (const { taskId } of tasks) terminal.print(`${taskId}: would be ${done}`);
    return EXIT.ok;
  }
  const text = words.question(tasks.length === 1 ? 'the task' : inTasks(tasks.length));
  if (asks && !(await confirmed({ ...question, text }))) return EXIT.ok;
  const records: OperationRecord[] = [];
  for (const [action, taskIds] of groups) {
    const { operationId } = await data.bulk.begin(action, { taskIds }, byWhom(), taskIds.length);
    const record = await data.bulk.run(operationId);
    records.push(record);
    if (!options.json) terminal.print(endText(record, taskIds, done));
  }
  if (options.json) terminal.printJson({ operations: records.map(operationFacts) });
  return records.some(({ state, counts }) => state !== 'done' || counts?.skipped !== 0) ? EXIT.failed : EXIT.ok;
}

function grouped(tasks: readonly Task[], actions: readonly BulkAction[]): readonly (readonly [BulkAction, TaskId[]])[] {
  const groups = new Map<BulkAction, TaskId[]>();
  for (const task of tasks) {
    const action = actions.find((each) => isFor(each, task));
    if (action === undefined) throw wrongStage(task, actions.map(statesInWords).join(' or '));
    groups.set(action, [...(groups.get(action) ?? []), task.taskId]);
  }
  return [...groups];
}

/** Each task, where all were changed; else how many, and why the others were not. */
function endText({ counts, error }: OperationRecord, taskIds: readonly TaskId[], done: string): string {
  const { changed = 0, skipped = 0 } = counts ?? {};
  if (skipped === 0 && error === undefined) return taskIds.map((id) => `${id}: ${done}`).join('\n');
  return `${inTasks(changed)} ${done}, ${inNumbers(skipped)} left as they were\n  ${error ?? ''}`.trimEnd();
}
