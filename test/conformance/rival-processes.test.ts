/** Processes that work one file at once: of rival changes one wins, and what each of them says it has done adds up to what is there. */

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/sqlite/open-database.js';
import { SqliteSlotLedger } from '../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskStore } from '../../src/adapters/sqlite/sqlite-task-store.js';
import { tokensOut } from '../../src/domain/slots.js';
import type { Task, TaskStage } from '../../src/domain/task.js';
import { NOW } from '../support/a-task.js';
import { bundledScript } from '../support/bundled-script.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { started } from './started-process.js';
import { heard, told, WORKED_BY, WORKED_IDS, WORKED_JOB, workedTask } from './random-work.js';
import { ALLOWANCE, type RivalReport } from './rivals.js';

const ROUNDS = 1500;

it('two processes on one file each win what nobody else wins, and nothing is lost between them', async () => {
  const script = await bundledScript(new URL('./rival-process.ts', import.meta.url));
  const folder = temporaryFolder();
  const file = join(folder.path, 'sosw.db');
  const seed = Number(process.env.SOSW_SEED ?? 1);
  const rivals = ['a', 'b'].map((name, index) =>
    started(script.file, [file, name, String(seed + index), String(ROUNDS)]),
  );
  for (const rival of rivals) await rival.line(0);
  for (const { child } of rivals) child.stdin?.write('go\n');
  const reports = await Promise.all(rivals.map(async ({ line }) => heard<RivalReport>((await line(1)) ?? '')));

  const database = openDatabase({ file });
  expect(database.statement<[string]>('PRAGMA integrity_check').get()).toEqual(['ok']);
  const store = new SqliteTaskStore(database);
  const rows = await Promise.all(WORKED_IDS.map((id) => store.get(id)));
  expectAddedOnce(reports, rows);
  for (const [index, row] of rows.entries()) expectOneLife(reports, workedTask(index), row);
  await expectCountersOfAll(store, rows);
  await expectTokensOfAll(reports, new SqliteSlotLedger(database));
  expect(reports.map(({ unguarded }) => unguarded)).toEqual([0, 0]);
  // They met: else nothing was shown.
  for (const { stale, lost } of reports) expect(Math.min(stale, lost)).toBeGreaterThan(0);
  database.close();
  script.remove();
  folder.remove();
}, 240_000);

function expectAddedOnce(reports: readonly RivalReport[], rows: readonly (Task | undefined)[]): void {
  const added = reports.flatMap((report) => report.added);
  const there = rows.flatMap((row) => (row === undefined ? [] : [row.taskId]));
  expect(added.sort()).toEqual([...there].sort());
}

/**
 * The changes that were made of a task are one walk from the row that was added to the row that is there: each row was left as often as it
 * was reached. Two winners of one row would have left it twice.
 */
function expectOneLife(reports: readonly RivalReport[], first: Task, last: Task | undefined): void {
  if (last === undefined) return;
  const visits = new Map<string, number>();
  const visit = (row: Task, count: number) => visits.set(textOf(row), (visits.get(textOf(row)) ?? 0) + count);
  visit(first, 1);
  for (const [before, after] of reports.flatMap(({ changes }) => changes)) {
    if (before.taskId !== first.taskId) continue;
    visit(before, -1);
    visit(after, 1);
  }
  visit(last, -1);
  expect([...visits].filter(([, count]) => count !== 0)).toEqual([]);
}

/** The same text for the same row, in whichever order its fields came. */
const textOf = (row: Task): string =>
  told(
    Object.entries(row)
      .filter(([, value]) => value !== undefined)
      .sort(),
  );

async function expectCountersOfAll(store: SqliteTaskStore, rows: readonly (Task | undefined)[]): Promise<void> {
  const stages: Record<TaskStage, number> = { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
  for (const row of rows) if (row?.jobId === WORKED_JOB) stages[row.stage] += 1;
  expect((await store.progress(WORKED_JOB))?.stages).toEqual(stages);
}

/** Each version was written by one process, and the tokens out are those that the processes have. */
async function expectTokensOfAll(reports: readonly RivalReport[], ledger: SqliteSlotLedger): Promise<void> {
  const row = await ledger.read(WORKED_BY[0] as Task['labourerId']);
  const versions = reports.flatMap((report) => report.versions).sort((one, other) => one - other);
  expect(versions).toEqual(Array.from({ length: row.version }, (_, index) => index + 1));
  expect(tokensOut(row, NOW)).toBe(reports.reduce((sum, { held }) => sum + held, 0));
  expect(Math.max(...reports.map(({ mostOut }) => mostOut))).toBeLessThanOrEqual(ALLOWANCE);
}
