import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { runArea, runFolder } from '../run-vectors.js';
import { mapIn, type Vector } from '../vector.js';
import { READS } from './operations.js';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const VECTORS = folder('../../vectors');
const ODD = folder('./odd');

const vectorsIn = (path: string): Vector[] =>
  readFileSync(`${path}/tasks.jsonl`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('vectors of tasks', () => {
  it.each([
    ['golden', VECTORS],
    ['odd', ODD],
  ])('that are %s pass over every store', async (_, path) => {
    const { passed, failures } = await runFolder(path, ['tasks']);
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThanOrEqual(vectorsIn(path).length);
  });

  it('fail when anything in what they expect is altered', async () => {
    for (const vector of [...vectorsIn(VECTORS), ...vectorsIn(ODD)]) {
      const falsified = falsifications(vector);
      expect(falsified.length).toBeGreaterThan(0);
      const { passed, failures } = await runArea('tasks', falsified);
      const differing = failures.filter((failure) => !failure.includes('failed: '));
      expect({ id: vector.id, passed, failed: differing.length }).toEqual({
        id: vector.id,
        passed: 0,
        failed: falsified.length,
      });
    }
  });
});

/** The vector with one thing altered in what it expects: a value, a write, a write too many or too few, the bound of a read. */
function falsifications(vector: Vector): Vector[] {
  if (vector.error !== undefined) {
    const { error: _, ...rest } = vector;
    return [{ ...rest, expected: {} }];
  }
  const { calls = [], ...answers } = mapIn(vector, 'expected');
  const requests = (calls as JsonObject[]).flatMap((call) =>
    call.call === 'transact' ? (call.items as JsonObject[]) : [call],
  );
  const withCalls = (changed: readonly Json[]): Vector => ({ ...vector, expected: { ...answers, calls: changed } });
  const stranger = { call: 'put', table: 'sosw_tasks', item: { task_id: 'stranger', labourer_id: 'lab_a' } };
  return [
    ...alterations(answers).map((altered) => ({ ...vector, expected: { ...(altered as JsonObject), calls } })),
    ...requests.flatMap((request, index) =>
      alteredRequests(request, vector).map((altered) => withCalls(requests.toSpliced(index, 1, ...altered))),
    ),
    withCalls([...requests, stranger]),
  ];
}

function alteredRequests(request: JsonObject, { input }: Vector): JsonObject[][] {
  const altered = (key: string) =>
    alterations(mapIn(request, key)).map((part) => [{ ...request, [key]: part }] as JsonObject[]);
  switch (request.call) {
    case 'put':
      return [[], ...altered('item')];
    case 'update':
      return [[], ...altered('set'), ...altered('increment')];
    case 'delete':
      return [[]];
    default:
      return READS[String(input.op)] === undefined ? [] : alteredBounds(request).map((read) => [read]);
  }
}

/** Only the lower bound of what runs is the vector's: the upper one is another here. */
const alteredBounds = (read: JsonObject): JsonObject[] =>
  [-7, 7].map((by) => ({
    ...read,
    conditions: (read.conditions as JsonObject[]).map((condition): JsonObject => {
      if (condition.op === 'between') return { ...condition, from: Number(condition.from) + by };
      return condition.op === '=' ? condition : { ...condition, value: Number(condition.value) + by };
    }),
  }));

/** The value with one leaf altered, once for each leaf; fresh ids and empty maps are left alone. */
function alterations(value: Json): Json[] {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return [
      [...items, 'one more'],
      ...items.flatMap((item, index) => alterations(item).map((altered) => items.with(index, altered))),
    ];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) =>
      alterations(item).map((altered) => ({ ...value, [key]: altered })),
    );
  }
  if (value === '$hex32') return [];
  if (typeof value === 'boolean') return [!value];
  return [typeof value === 'number' ? value + 7 : `${value}x`];
}
