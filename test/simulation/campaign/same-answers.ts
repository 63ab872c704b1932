/** Plays the changes that a world made of its store again, on SQLite and on DynamoDB: every answer and every row has to be the same. */

import { DynamoTaskStore } from '../../../src/adapters/dynamodb/dynamo-task-store.js';
import { tableDefinitions } from '../../../src/adapters/dynamodb/table-definitions.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import { storeNames } from '../../../src/adapters/shared/store-names.js';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import type { ApplyOutcome, TaskStore } from '../../../src/application/ports/task-store.js';
import type { LabourerId } from '../../../src/domain/ids.js';
import type { Task } from '../../../src/domain/task.js';
import { SimulatedDynamoDb } from '../../support/aws/simulated-dynamodb/simulated-dynamodb.js';
import { Dice } from '../world/dice.js';
import type { StoreCall } from '../world/watched-store.js';

/** The first difference, in words; undefined where there is none. */
export async function firstDifference(calls: readonly StoreCall[], begins: number): Promise<string | undefined> {
  const database = openDatabase({ file: ':memory:' });
  try {
    return (await differenceOn('SQLite', new SqliteTaskStore(database), calls)) ?? (await onDynamoDb(calls, begins));
  } finally {
    database.close();
  }
}

async function onDynamoDb(calls: readonly StoreCall[], begins: number): Promise<string | undefined> {
  const clock = new SimulatedClock(begins);
  const names = storeNames();
  const { client } = new SimulatedDynamoDb({ tables: tableDefinitions(names), now: () => clock.now() });
  const labourerIds = () => [...new Set(calls.flatMap(labourersOf))];
  const store = new DynamoTaskStore({ client, names, labourerIds, clock, chance: new Dice(1, 'pauses') });
  return differenceOn('DynamoDB', store, calls);
}

const labourersOf = (call: StoreCall): LabourerId[] =>
  'add' in call ? call.add.map(({ labourerId }) => labourerId) : [];

async function differenceOn(name: string, store: TaskStore, calls: readonly StoreCall[]): Promise<string | undefined> {
  for (const [index, call] of calls.entries()) {
    const told = 'add' in call ? call.outcomes : call.outcomes.map(shown);
    const own = 'add' in call ? await store.add(call.add) : (await store.apply(call.apply)).map(shown);
    const [one, other] = [JSON.stringify(told), JSON.stringify(own)];
    if (one !== other) return `call ${index} of ${calls.length} on ${name}: memory ${one}, ${name} ${other}`;
  }
  return undefined;
}

/** Payloads of the older system are shown in another form by each store; all else has to be the same. */
function shown(outcome: ApplyOutcome): unknown {
  if (outcome.outcome === 'applied') return ['applied', rowOf(outcome.before)];
  return outcome.outcome === 'stale' ? ['stale', rowOf(outcome.current)] : [outcome.outcome];
}

const rowOf = (task: Task): readonly unknown[] => [
  task.taskId,
  task.labourerId,
  task.stage,
  task.greenfield,
  task.attempts,
  task.slot ?? null,
  task.completedAt ?? null,
  task.closedAt ?? null,
  task.desiredLaunchTime ?? null,
  task.failedAttempts ?? null,
  task.attemptsBase ?? null,
  task.redrives ?? null,
  task.notifyPending ?? null,
];
