import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DynamoTaskStore } from '../../src/adapters/dynamodb/dynamo-task-store.js';
import { storeNames } from '../../src/adapters/shared/store-names.js';
import { SystemChance } from '../../src/adapters/system/system-chance.js';
import { SystemClock } from '../../src/adapters/system/system-clock.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { taskId } from '../../src/domain/ids.js';
import { redrive } from '../../src/domain/life.js';
import type { JsonObject } from '../../src/domain/task.js';
import { skips } from '../support/aws/skips.js';
import { NewSystem } from './new-system.js';
import {
  BY_OLD_ASSISTANT,
  FAILS,
  LATE_BY_OLD_ASSISTANT,
  OLD_QUEUE_FILES,
  OldDeployment,
  SILENT,
} from './old-deployment.js';
import type { OldItem } from './old-rows.js';
import { YEAR } from './old-rows.js';

/** Of both labourers, in seconds. */
const ATTEMPT_LIFE = 420;
const PASSES_MAX = 90;
const HALF_OF_4 = 2;

const isTask = (row: OldItem): boolean => row.labourer_id !== undefined;
const idOf = (row: OldItem): string => row.task_id?.S ?? '';

describe.skipIf(skips('dynamodb') || skips('e2e'))('a deployment of the Python system that is taken over', () => {
  let old: OldDeployment;
  let system: NewSystem;
  /** The tasks that were reported completed, each with the number of its events by then. */
  const completed = new Map<string, number>();
  const inTwoTables = new Set<string>();
  const mostRunning = new Map<string, number>();
  const answered = new Set<string>();
  let firstPass: unknown;
  let passes = 0;

  const now = () => Math.floor(Date.now() / 1000);

  /** What a Python worker sends, in the form in which it sends it: asynchronously, and without the attempt's number. */
  const send = (action: string, id: string) =>
    system.invoke('worker_assistant', { action, task_id: id, stats: { rows: 3 }, result: { path: 's3://x' } });

  async function complete(id: string): Promise<void> {
    completed.set(id, (await eventsOf(id)).length);
    await send('mark_task_as_completed', id);
  }

  const eventsOf = async (id: string): Promise<readonly JsonObject[]> =>
    (await system.events()).filter(({ task_id }) => task_id === id);

  /** Ends the attempts that were there when the pass began. */
  async function workersReport(events: readonly JsonObject[]): Promise<void> {
    for (const event of events) {
      const id = String(event.task_id);
      const attempt = `${id} ${event.sosw_attempt}`;
      if (answered.has(attempt)) continue;
      answered.add(attempt);
      if (event.sosw_attempt === 1 && id === old.idOf(SILENT)) continue;
      if (id === old.idOf(BY_OLD_ASSISTANT)) await system.completeByOldAssistant(id);
      else if (event.sosw_attempt === 1 && id === old.idOf(FAILS)) await send('mark_task_as_failed', id);
      else await complete(id);
      await watch();
    }
  }

  /** Looks at all tables, as nothing may be lost, run in two places, or over a cap at any moment. */
  async function watch(): Promise<void> {
    const [open, retrying, closed] = await Promise.all([
      system.rows('sosw_tasks'),
      system.rows('sosw_retry_tasks'),
      system.rows('sosw_closed_tasks'),
    ]);
    const places = [...open, ...retrying, ...closed].filter(isTask).map(idOf);
    for (const { id, what } of old.expected) if (!places.includes(id)) throw new Error(`${what} is lost`);
    if (passes > 0) for (const id of places) if (places.indexOf(id) !== places.lastIndexOf(id)) inTwoTables.add(id);

    const running = new Map<string, number>();
    for (const { labourer_id, greenfield: place, completed_at } of open) {
      const labourer = labourer_id?.S ?? '';
      const isRunning = completed_at === undefined && Number(place?.N) > now() + YEAR - ATTEMPT_LIFE;
      if (isRunning) running.set(labourer, (running.get(labourer) ?? 0) + 1);
    }
    for (const [labourer, count] of running) {
      mostRunning.set(labourer, Math.max(mostRunning.get(labourer) ?? 0, count));
    }
  }

  async function pass(): Promise<unknown> {
    vi.setSystemTime(Date.now() + 60_000);
    const before = await system.events();
    await system.invoke('scheduler', {});
    await watch();
    const passed = await system.invoke('orchestrator', {});
    await watch();
    await system.invoke('scavenger', {});
    passes++;
    await watch();
    await workersReport(before);
    return passed;
  }

  const allClosed = async (): Promise<boolean> => {
    const open = [...(await system.rows('sosw_tasks')), ...(await system.rows('sosw_retry_tasks'))];
    return open.filter(isTask).length === 0 && (await system.objects()).every((key) => key.startsWith('done/'));
  };

  /** An operator gives the dead task a new life, whose archived payload is Python's text. */
  async function redriveDead(): Promise<void> {
    const names = storeNames();
    const store = new DynamoTaskStore({
      client: system.database,
      names,
      labourerIds: () => [],
      clock: new SystemClock(),
      chance: new SystemChance(),
    });
    const dead = await store.get(taskId(old.idOf('closed as dead')));
    if (dead === undefined) throw new Error('the dead task is not there');
    expect(await store.apply([redrive(dead, greenfield(500))])).toMatchObject([{ outcome: 'applied' }]);
  }

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    old = new OldDeployment(now());
    system = await NewSystem.over(old);
    await redriveDead();
    // Reserves places in the labourer's queue before any Orchestrator has seen it.
    await system.invoke('scheduler', { job: JSON.stringify({ lambda_name: 'some_function', note: 'new' }) });
    firstPass = await pass();
    for (const id of old.running) await complete(id);
    await system.completeByOldAssistant(old.idOf(LATE_BY_OLD_ASSISTANT));
    while (passes < PASSES_MAX && !(await allClosed())) await pass();
  }, 600_000);

  afterAll(async () => {
    vi.useRealTimers();
    await system?.stop();
  });

  it('is worked to its end: each task is closed once, as done or dead, and stands in no other table', async () => {
    expect(await allClosed()).toBe(true);
    const closed = new Map((await system.rows('sosw_closed_tasks')).map((row) => [idOf(row), row]));
    const ends = old.expected.map(({ id, what }) => [what, closed.get(id)?.labourer_id_task_status?.S?.slice(-2)]);
    expect(ends).toEqual(old.expected.map(({ what, ends: end }) => [what, end === 'done' ? '_1' : '_0']));
    expect(inTwoTables).toEqual(new Set());
  });

  it('has each task started as often as it must be, and none after it was completed', async () => {
    const runs = await Promise.all(old.expected.map(async ({ id, what }) => [what, (await eventsOf(id)).length]));
    expect(runs).toEqual(old.expected.map(({ what, runs: expected }) => [what, expected]));
    for (const [id, count] of completed) expect(await eventsOf(id)).toHaveLength(count);
  });

  it('keeps its caps from the first pass on, counting what the old orchestrator has running', () => {
    expect(firstPass).toMatchObject({
      labourers: [
        { labourerId: 'some_function', invoked: 1 },
        { labourerId: 'measured_function', invoked: HALF_OF_4, explanation: expect.stringContaining('no data') },
      ],
    });
    expect(Object.fromEntries(mostRunning)).toEqual({ some_function: 3, measured_function: HALF_OF_4 });
  });

  it('has its dead tasks reported to the topic of its documents', async () => {
    const dead = ['queued without a payload', 'expired for the last time'].map((what) => old.idOf(what));
    expect((await system.reports()).map(({ task_id }) => task_id).sort()).toEqual(dead.sort());
  });

  it('has the rows of its queue files scheduled once, of the plain and of the locked one', async () => {
    const notes = (await system.events()).flatMap(({ note }) => (note === undefined || note === 'new' ? [] : [note]));
    expect(notes.sort()).toEqual(Object.values(OLD_QUEUE_FILES).flat().sort());
    expect((await system.objects()).filter((key) => !key.startsWith('done/'))).toEqual([]);
  });

  it('has a second attempt completed by a message without a number, which is kept with its stats', async () => {
    const closed = (await system.rows('sosw_closed_tasks')).find((row) => idOf(row) === old.idOf('expired'));
    expect(closed).toMatchObject({
      attempts: { N: '2' },
      stat_rows: { N: '3' },
      result_path: { S: 's3://x' },
      completed_at: { N: expect.stringMatching(/^\d+$/) },
    });
  });

  it('has workers started with the events that they know', async () => {
    const [event] = await eventsOf(old.idOf('due'));
    expect(event).toMatchObject({
      task_id: old.idOf('due'),
      labourer_id: 'some_function',
      attempts: 1,
      products: ['p'],
      isolate_products: true,
      created_at: expect.any(Number),
      greenfield: expect.any(Number),
    });
    const [redriven] = await eventsOf(old.idOf('closed as dead'));
    expect(redriven).toMatchObject({ products: ['p'], isolate_products: true, attempts: 3 });
  });

  it('keeps what the old archive holds, and makes no ghosts of its own', async () => {
    await send('mark_task_as_completed', old.idOf('closed, completed twice'));
    await expect(send('mark_task_as_completed', 'ffffffffffffffffffffffffffffffff')).rejects.toMatchObject({
      name: 'task.unknown',
    });
    const left = (await system.rows('sosw_tasks')).filter((row) => row.gone === undefined);
    expect(left.map(idOf)).toEqual([old.idOf('closed, completed twice')]);
    const closed = (await system.rows('sosw_closed_tasks')).find((row) => idOf(row) === old.idOf('closed'));
    expect(closed?.payload).toEqual({ S: "{'products': ['p'], 'isolate_products': True}" });
  });
});
