/** Writes the results of a job's done tasks into one file, a line a task. */

import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Labourers } from '../../application/labourers.js';
import type { PageKey, TaskStore } from '../../application/ports/task-store.js';
import type { JobId } from '../../domain/ids.js';
import type { Json, JsonObject, Task } from '../../domain/task.js';

const PAGE_SIZE = 1000;
const RESULT_COLUMN = 'result_';

/**
 * NDJSON, `{task_id, payload, result}` a line, newest first, complete or not there at all. `tasks` is how many the job has: closed
 * tasks are read from the newest on until all of them were seen. Returns the number of lines.
 */
export async function writeJobResults(
  job: { readonly id: JobId; readonly done: number },
  file: string,
  from: { readonly store: TaskStore; readonly labourers: Labourers },
): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.part`;
  const handle = await open(unfinished, 'w');
  let written = 0;
  try {
    for (const labourer of from.labourers.all()) {
      let after: PageKey | undefined;
      do {
        const query = { labourerId: labourer.id, stage: 'done' as const, limit: PAGE_SIZE };
        const page = await from.store.closed(after === undefined ? query : { ...query, after });
        const mine = page.tasks.filter((task) => task.jobId === job.id);
        if (mine.length > 0) await handle.write(mine.map((task) => `${JSON.stringify(lineOf(task))}\n`).join(''));
        written += mine.length;
        after = page.next;
      } while (after !== undefined && written < job.done);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
  return written;
}

function lineOf(task: Task): JsonObject {
  const results = Object.entries(task.extra ?? {}).filter(([column]) => column.startsWith(RESULT_COLUMN));
  return {
    task_id: task.taskId,
    payload: readable(task.payload),
    result: Object.fromEntries(results.map(([column, value]) => [column.slice(RESULT_COLUMN.length), value])),
  };
}

function readable(payload: string | undefined): Json {
  try {
    return JSON.parse(payload ?? 'null') as Json;
  } catch {
    return payload ?? null;
  }
}
