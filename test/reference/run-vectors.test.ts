import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/domain/task.js';
import { runArea, runFolder } from './run-vectors.js';
import type { Vector } from './vector.js';

const VECTORS = fileURLToPath(new URL('../vectors', import.meta.url));
const JOB_AREAS = ['chunk_dates', 'chunk_job', 'job_schema'];
/** `tasks`, `ecology` and `config` have tests of their own beside their code. */
const AREAS = [...JOB_AREAS, 'helpers', 'dynamo'];

const vectorsOf = (area: string): Vector[] =>
  readFileSync(join(VECTORS, `${area}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the golden vectors', () => {
  it.each(AREAS)('of %s pass, and so do the disagreements that have a proposal', async (area) => {
    const { passed, failures } = await runFolder(VECTORS, [area]);
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThanOrEqual(vectorsOf(area).length);
  });

  it.each([...JOB_AREAS, 'helpers'])('of %s fail when anything in what they expect is altered', async (area) => {
    for (const vector of vectorsOf(area)) {
      const falsified = falsifications(vector);
      expect(falsified.length).toBeGreaterThan(0);
      const { passed, failures } = await runArea(area, falsified);
      expect({ id: vector.id, passed, failed: failures.length }).toEqual({
        id: vector.id,
        passed: 0,
        failed: falsified.length,
      });
    }
  });

  it('compare lists of tasks as multisets, and lists of dates in their order', async () => {
    const reversed = (area: string, key: string, id: string) =>
      vectorsOf(area)
        .filter((vector) => vector.id === id)
        .map((vector) => {
          const { [key]: list } = vector.expected as Record<string, Json[]>;
          return { ...vector, expected: { [key]: list?.toReversed() ?? null } };
        });
    expect((await runArea('chunk_job', reversed('chunk_job', 'tasks', 'chunk_job/v/0001'))).passed).toBe(1);
    expect((await runArea('chunk_dates', reversed('chunk_dates', 'dates', 'chunk_dates/v/0001'))).passed).toBe(0);
  });
});

describe('a run of vectors fails', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (file: string, ...lines: unknown[]) =>
    writeFileSync(
      join(folder, file),
      lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
    );
  const good = { ...vectorsOf('chunk_dates')[0], id: 'good' };
  const failures = async (...areas: string[]) => (await runFolder(folder, areas)).failures;

  it('never, when all is well', async () => {
    write('chunk_dates.jsonl', good);
    expect(await runFolder(folder)).toEqual({ passed: 1, failures: [] });
  });

  it('on an operation that its area does not know', async () => {
    const unknown = { ...good, input: { op: 'chunk_weeks' } };
    for (const area of JOB_AREAS) {
      expect((await runArea(area, [unknown as Vector])).failures).toEqual(['good: unknown operation "chunk_weeks"']);
    }
  });

  it('on an area that there is no code for', async () => {
    write('weather.jsonl', good);
    expect(await failures()).toEqual(['weather: there is no code for this area']);
  });

  it('on an area that has no file, an empty one, or no folder', async () => {
    expect(await failures()).toEqual([`no vectors in ${folder}`]);
    write('chunk_dates.jsonl', '');
    expect(await failures('chunk_dates', 'chunk_job')).toEqual([
      `chunk_dates: no vectors in ${folder}`,
      `chunk_job: no vectors in ${folder}`,
    ]);
    expect((await runFolder(join(folder, 'elsewhere'))).failures).toHaveLength(1);
  });

  it('on a line that is no vector, and on one that expects nothing', async () => {
    const { expected: _, ...aimless } = good;
    write('chunk_dates.jsonl', 'not json', { id: 'empty' }, { ...aimless, id: 'aimless' }, good);
    expect((await failures()).map((line) => line.split(':')[0])).toEqual([
      join(folder, 'chunk_dates.jsonl'),
      'empty',
      'aimless',
    ]);
  });

  it('on a disagreement of its areas that is not settled as proposed; those without a proposal are not run', async () => {
    const { expected, ...asked } = good;
    write('chunk_dates.jsonl', good);
    write(
      'disagreements.jsonl',
      { ...asked, id: 'D1/1', reference: expected, proposed: { error: 'value_error' } },
      { ...asked, id: 'D1/2', reference: { error: 'value_error' }, proposed: expected },
      { ...asked, id: 'D2/1', reference: expected, proposed: null },
      { ...asked, id: 'D3/1', area: 'chunk_job', proposed: { error: 'value_error' } },
    );
    const report = await runFolder(folder);
    expect(report.passed).toBe(2);
    expect(report.failures.map((line) => line.split(':')[0])).toEqual(['D1/1']);
  });

  it('with exit code 1, a line for each failure and the count as the last line', () => {
    mkdirSync(join(folder, 'bad'));
    write('chunk_dates.jsonl', good);
    write('bad/chunk_dates.jsonl', good, { ...good, id: 'wrong', expected: { dates: [] } });
    const run = (...args: string[]) => {
      const script = fileURLToPath(new URL('run-vectors.ts', import.meta.url));
      const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], {
        encoding: 'utf8',
      });
      return { status, lines: stdout.trimEnd().split('\n') };
    };
    expect(run(folder, '--area', 'chunk_dates')).toEqual({ status: 0, lines: ['1 passed, 0 failed'] });
    expect(run(join(folder, 'bad'))).toEqual({
      status: 1,
      lines: ['wrong: .dates: 2 elements, expected 0', '1 passed, 1 failed'],
    });
    expect(run(folder, '--area', 'ecology')).toMatchObject({ status: 1 });
    expect(run()).toMatchObject({ status: 1 });
  });
});

/** The same vector, wrong in up to a dozen ways, spread over all of what it expects. */
function falsifications(vector: Vector): Vector[] {
  const all = everyFalsification(vector);
  return all.filter((_, index) => index % Math.ceil(all.length / 12) === 0);
}

function everyFalsification(vector: Vector): Vector[] {
  const { expected, error, ...asked } = vector;
  if (expected === undefined)
    return [
      { ...asked, expected: {} },
      { ...asked, expected: { value: null } },
    ];
  const wrong = [...alterations(expected)].map((altered) => ({ ...asked, expected: altered }));
  return isResults(expected) ? wrong : [...wrong, { ...asked, error: 'invalid_job' }];
}

const isResults = (expected: Json): boolean => isMap(expected) && 'results' in expected;

/** Every value that differs from this one in one place. The kind of an error is for people. */
function* alterations(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    yield [...value, 'more'];
    if (value.length > 0) yield value.slice(1);
    for (const [index, item] of value.entries())
      for (const altered of alterations(item)) yield value.with(index, altered);
  } else if (isMap(value)) {
    yield { ...value, more: null };
    for (const [key, item] of Object.entries(value)) {
      const { [key]: _, ...others } = value;
      if (key !== 'sorted_order') yield others;
      if (key !== 'error') for (const altered of alterations(item)) yield { ...value, [key]: altered };
    }
  } else if (typeof value === 'number') {
    yield value + 1;
    yield String(value);
  } else {
    yield typeof value === 'string' ? `${value}x` : value === null ? false : null;
  }
}

const isMap = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
