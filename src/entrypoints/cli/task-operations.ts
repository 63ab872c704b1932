/** An operation on several tasks: all of them are looked up before any is changed, and each has its own outcome. */

import { RefusedError, SoswError } from '../../domain/errors.js';
import type { Task } from '../../domain/task.js';
import type { OperatorStore } from '../composition/operator-store.js';
import type { Call } from './command-module.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { findTask } from './task-facts.js';
import { type StoreOptions, withStore } from './with-store.js';

export interface TaskOperation {
  /** What became of a task that it worked for. */
  readonly done: 'retried' | 'cancelled';
  /** Asked once, after the tasks were found; false leaves everything as it is. */
  readonly confirmed: (tasks: readonly Task[]) => Promise<boolean>;
  readonly act: (data: OperatorStore, task: Task) => Promise<void>;
}

/** The worst outcome gives the exit code. */
export async function operate(
  { args, options, terminal }: Call<StoreOptions>,
  operation: TaskOperation,
): Promise<ExitCode> {
  return withStore({ options, terminal }, async (data) => {
    const tasks: Task[] = [];
    for (const id of args) tasks.push(await findTask(id, data));
    if (!(await operation.confirmed(tasks))) return EXIT.ok;

    const results: Result[] = [];
    for (const task of tasks) results.push(await resultOf(operation, data, task));
    if (options.json) terminal.printJson({ tasks: results.map(({ exitCode, ...facts }) => facts) });
    else for (const { task_id, outcome, error } of results) terminal.print(error ?? `${task_id}: ${outcome}`);
    const codes = results.map(({ exitCode }) => exitCode);
    return [EXIT.failed, EXIT.refused].find((code) => codes.includes(code)) ?? EXIT.ok;
  });
}

interface Result {
  readonly task_id: string;
  /** What was done, or the code of what prevented it. */
  readonly outcome: string;
  readonly error?: string;
  readonly exitCode: ExitCode;
}

async function resultOf({ act, done }: TaskOperation, data: OperatorStore, task: Task): Promise<Result> {
  try {
    await act(data, task);
    return { task_id: task.taskId, outcome: done, exitCode: EXIT.ok };
  } catch (error) {
    if (!(error instanceof SoswError)) throw error;
    const exitCode = error instanceof RefusedError ? EXIT.refused : EXIT.failed;
    return { task_id: task.taskId, outcome: error.code, error: error.message, exitCode };
  }
}
