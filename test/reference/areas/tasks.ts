/** Area 4: tasks, greenfield and retries; over every store, compared by what becomes of the rows. */

import { faultyTaskStore } from '../../../src/adapters/memory/faulty.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import { type NamingConfig, storeNames } from '../../../src/adapters/shared/store-names.js';
import type { TaskStore } from '../../../src/application/ports/task-store.js';
import { SoswError } from '../../../src/domain/errors.js';
import { labourerId } from '../../../src/domain/ids.js';
import { DEFAULT_TASK_SETTINGS, type Labourer } from '../../../src/domain/labourer.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { seconds } from '../../../src/domain/time.js';
import { aSystem, type System } from '../../support/system.js';
import { readsIn, rowsAfter, rowsByKey } from '../tasks/calls.js';
import { expectedWrites } from '../tasks/changed-rules.js';
import { answerDifference, type Invocation } from '../tasks/compare-answers.js';
import { tablesDifference } from '../tasks/compare-rows.js';
import { type Answer, OPERATIONS, READS } from '../tasks/operations.js';
import { probeAnswer, probeDifference, probeSets } from '../tasks/probes.js';
import { rowsToLoad } from '../tasks/rows-to-load.js';
import { STORES, type TaskTables } from '../tasks/task-tables.js';
import { type AreaRunner, clockOf, mapIn, type Vector } from '../vector.js';

export const run: AreaRunner = async (vector) => {
  if (OPERATIONS[String(vector.input.op)] === undefined) return `unknown operation ${JSON.stringify(vector.input.op)}`;
  if ((vector.expected === undefined) === (vector.error === undefined)) return 'neither a value nor an error';
  for (const store of Object.keys(STORES)) {
    const differs = (await effectsDifference(vector, store)) ?? (await readDifference(vector, store));
    if (differs !== undefined) return `${store}: ${differs}`;
  }
  return undefined;
};

/** Runs the vector over a store, and compares answer, invocations and rows. */
async function effectsDifference(vector: Vector, store: string): Promise<string | undefined> {
  return overTables(vector, store, async (tables) => {
    const expected = mapIn(vector, 'expected');
    const { names } = tables;
    await tables.load(rowsToLoad(vector.input, readsIn(expected), names));
    const rows = async () => rowsByKey(await tables.rows(), names.columns.task_id);
    const before = await rows();
    const { answer, refusal, invocations } = await called(vector, tables, vector.input);
    const after = await rows();

    if (vector.error !== undefined) {
      if (refusal === undefined) return `${JSON.stringify(answer)}, expected to be refused (${vector.error})`;
      return vector.input.condition_fails === true ? undefined : tablesDifference(after, before, names);
    }
    if (answer === undefined) return `refused: ${refusal}`;
    const writes = expectedWrites(vector, names);
    return (
      answerDifference({ answer, invocations }, expected, { input: vector.input, names }) ??
      tablesDifference(after, rowsAfter(before, writes, names.columns.task_id), names)
    );
  });
}

/** Runs a read over rows around its bounds. */
async function readDifference(vector: Vector, store: string): Promise<string | undefined> {
  const op = String(vector.input.op);
  const [read] = readsIn(mapIn(vector, 'expected'));
  if (read === undefined || READS[op] === undefined) return undefined;
  for (const probes of probeSets(op, read, storeNamesOf(vector.input))) {
    const differs = await overTables(vector, store, async (tables) => {
      await tables.load(probes.map((row) => ({ table: read.table, row })));
      const { answer, refusal } = await called(vector, tables, { ...vector.input, count: probes.length, limit: null });
      if (answer === undefined) return `refused: ${refusal}`;
      const expected = probeAnswer(op, read, probes, { names: tables.names, step: settingsOf(vector.input).taskStep });
      return probeDifference(answer, expected, tables.names);
    });
    if (differs !== undefined) return `rows around the bounds: ${differs}`;
  }
  return undefined;
}

const storeNamesOf = (input: JsonObject) => storeNames(mapIn(input, 'config') as NamingConfig);

async function overTables<Result>(
  { input }: Vector,
  store: string,
  use: (tables: TaskTables) => Promise<Result>,
): Promise<Result> {
  const open = STORES[store];
  if (open === undefined) throw new TypeError(`no store ${store}`);
  const foreigner = mapIn(input, 'kwargs').labourer_id;
  const labourers = [...Object.keys(mapIn(input, 'labourers')), ...(typeof foreigner === 'string' ? [foreigner] : [])];
  const tables = open(storeNamesOf(input), labourers.map(labourerId));
  try {
    return await use(tables);
  } finally {
    tables.close();
  }
}

interface Called {
  /** Absent when the call was refused. */
  readonly answer?: Answer;
  readonly refusal?: string;
  readonly invocations: readonly Invocation[];
}

async function called(vector: Vector, tables: TaskTables, input: JsonObject): Promise<Called> {
  const system = systemOf(vector, input.condition_fails === true ? withRival(tables.store) : tables.store);
  const invocations: Invocation[] = [];
  system.invoker.answer = (labourer, event) => {
    invocations.push({ function: labourer.arn, payload: event });
    return { outcome: 'accepted' };
  };
  const operation = OPERATIONS[String(input.op)];
  if (operation === undefined) throw new TypeError(`unknown operation ${input.op}`);
  try {
    const answer = await operation({ input, system, tables, labourer: labourerOf(input, system) });
    return { answer, invocations };
  } catch (error) {
    // RangeError is what the core's own types raise for a number that can be no instant and no place.
    if (!(error instanceof SoswError || error instanceof RangeError)) throw error;
    return { refusal: error.message, invocations };
  }
}

function systemOf({ input, now }: Vector, store: TaskStore): System {
  const labourers = Object.entries(mapIn(input, 'labourers')).map(([name, settings]) => [
    name,
    { arn: `arn:aws:lambda:us-west-2:000000000000:function:${name}`, ...(settings as JsonObject) },
  ]);
  const system = aSystem({
    labourers: Object.fromEntries(labourers),
    taskConfig: mapIn(input, 'config'),
    settings: settingsOf(input),
    ports: { store, clock: new SimulatedClock(clockOf({ now })) },
  });
  const timeouts = mapIn(input, 'timeouts');
  for (const { id } of system.labourers.all()) {
    system.functions.timeouts.set(id, seconds(Number(timeouts[id] ?? DEFAULT_TIMEOUT)));
  }
  return system;
}

const DEFAULT_TIMEOUT = 900;

function settingsOf(input: JsonObject) {
  const config = mapIn(input, 'config');
  const number = (value: Json | undefined, fallback: number) => (typeof value === 'number' ? value : fallback);
  const defaults = DEFAULT_TASK_SETTINGS;
  return {
    invocationDelta: seconds(number(config.greenfield_invocation_delta, defaults.invocationDelta)),
    taskStep: number(config.greenfield_task_step, defaults.taskStep),
    closedToAnalyse: number(config.max_closed_to_analyse_for_duration, defaults.closedToAnalyse),
    retryTasksLimit: number(input.op === 'scavenger_retry_tasks' ? input.limit : undefined, defaults.retryTasksLimit),
  };
}

/** The labourer that the vector means; any where it does not matter. */
function labourerOf(input: JsonObject, { labourers }: System): Labourer {
  const labourer = typeof input.labourer === 'string' ? labourers.find(input.labourer) : labourers.all()[0];
  if (labourer === undefined) throw new TypeError(`unknown labourer ${JSON.stringify(input.labourer)}`);
  return labourer;
}

/**
 * Somebody else claims the task between our reading of it and our claim. The rows then stand as the vector's failed update would
 * have left them, and a second claim would show in them.
 */
function withRival(store: TaskStore): TaskStore {
  let isFirst = true;
  return faultyTaskStore(store, ({ method, args }) => {
    if (method !== 'apply' || !isFirst) return 'none';
    isFirst = false;
    const [ours] = args[0] as Parameters<TaskStore['apply']>[0];
    if (ours !== undefined) void store.apply([{ ...ours, set: { ...ours.set, slot: '1.rival' } }]);
    return 'none';
  });
}
