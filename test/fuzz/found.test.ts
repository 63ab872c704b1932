/** What fuzzing found, each as the shortest input that showed it; and the documented limits, at and beyond them. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { jsonOfPythonText } from '../../src/adapters/dynamodb/python-text.js';
import { metricNumber } from '../../src/adapters/local/metric-number.js';
import { MemoryConfigSource } from '../../src/adapters/memory/memory-config-source.js';
import { RefusedError } from '../../src/domain/errors.js';
import { jobId } from '../../src/domain/ids.js';
import { compileJob } from '../../src/domain/job/compile-job.js';
import { datesOfPeriod } from '../../src/domain/job/periods.js';
import { workerEvent } from '../../src/domain/worker-event.js';
import { readWorkerMessage } from '../../src/domain/worker-message.js';
import { readJobFile, inJobFile } from '../../src/entrypoints/cli/job-file.js';
import { readDocument } from '../../src/entrypoints/config/document.js';
import { nearestWord } from '../../src/entrypoints/config/edit-distance.js';
import { loadConfigDocuments } from '../../src/entrypoints/config/load-documents.js';
import { mergedDocuments } from '../../src/entrypoints/config/merged-documents.js';
import type { Json } from '../../src/domain/task.js';
import { aTask, LABOURER, NOW } from '../support/a-task.js';
import { grown } from './support/strange.js';

const folder = mkdtempSync(join(tmpdir(), 'sosw-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (text: string, name = 'document.yaml'): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const read = (text: string): unknown => readDocument(fileOf(text), 'config').value;
const refusal = (code: string) => expect.objectContaining({ code });
/** Of the processor's time, which a busy machine does not stretch: only what grows with a square exceeds it. */
const QUICK_MS = 12_000;

function quick(work: () => unknown): void {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  expect((user + system) / 1000).toBeLessThan(QUICK_MS);
}

describe('a YAML file', () => {
  it.each([
    ['lists', '['.repeat(3000)],
    ['maps', '{a: '.repeat(3000)],
    ['lists in one line', '- '.repeat(3000)],
  ])('of %s nested 3,000 deep is refused, where the reader would end the process', (_, text) => {
    expect(() => read(text)).toThrow(refusal('config.nesting'));
  });

  it('may nest 500 levels, and not one more', () => {
    expect(read('['.repeat(500) + ']'.repeat(500))).toBeDefined();
    expect(() => read('['.repeat(501) + ']'.repeat(501))).toThrow(refusal('config.nesting'));
  });

  it.each([
    ['an anchor that is not there', 'a: *nobody', 'config.syntax'],
    ['a merge of what is no map', 'a: {<<: 5}', 'config.syntax'],
    ['an anchor inside itself', 'a: &a [*a]', 'config.size'],
    ['a key that is a list', '? [a]\n: b', 'config.syntax'],
    ['a key that stands twice', 'a: 1\na: 2', 'config.syntax'],
  ])('with %s is refused', (_, text, code) => {
    expect(() => read(text)).toThrow(refusal(code));
  });

  it('of anchors that stand for a thousand million values is refused', () => {
    const lines = Array.from({ length: 8 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join()}]`);
    expect(() => read(`a0: &a0 [${'x,'.repeat(10)}]\n${lines.join('\n')}`)).toThrow(RefusedError);
  });

  it('may use one anchor five hundred times', () => {
    const uses = Array.from({ length: 500 }, (_, n) => `k${n}: *d`).join('\n');
    expect(read(`d: &d {a: 1}\n${uses}`)).toHaveProperty('k499', { a: 1 });
  });

  it('of 30,000 keys is read in seconds', () => {
    const text = Array.from({ length: 30_000 }, (_, n) => `k${n}: 1`).join('\n');
    quick(() => read(text));
  });

  it('with thousands of errors tells the first hundred', () => {
    const text = 'k: [}\n'.repeat(3000);
    expect(() => read(text)).toThrow(expect.objectContaining({ problems: expect.objectContaining({ length: 100 }) }));
  });
});

describe('a job file', () => {
  it('that is refused for its nesting says so, whatever its depth', () => {
    const deep = `{"lambda_name": "a", "x": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect(() => readJobFile(fileOf(deep, 'job.json'))).toThrow(refusal('job.nesting'));
  });

  it('with a key that stands twice is refused for what is wrong in it', () => {
    const file = fileOf('{"a": 1, "a": 2}', 'job.json');
    const work = () => {
      throw new RefusedError('job.period', { path: 'job.a', expected: 'a period' });
    };
    expect(() => inJobFile({ file, text: '{}' }, work)).toThrow(refusal('job.period'));
  });
});

describe('a refusal', () => {
  const message = (found: unknown, path = 'a') => new RefusedError('job.kind', { path, expected: 'x', found }).message;
  const circle: unknown[] = [];
  circle.push(circle);

  it.each([
    ['nested too deep for JSON', grown({ deep: 20_000, as: 'lists' })],
    ['a circle', circle],
    ['holding a bigint', { a: 1n }],
  ])('of a value that is %s is told as any other', (_, found) => {
    expect(message(found)).toBe('a: expected x, found a value that has no JSON');
  });

  it('of a key of any length has a short message', () => {
    expect(message(1, 'x'.repeat(1_000_000)).length).toBeLessThan(400);
  });
});

describe('a worker’s message', () => {
  const FAILED = { action: 'mark_task_as_failed', task_id: 't' };

  it('may name its error by a map that has no text', () => {
    const error = { name: { toString: 1, valueOf: 1 }, message: [1] };
    expect(readWorkerMessage({ ...FAILED, error }).message.error).toEqual({ name: 'a map', message: 'a list' });
  });

  it.each([
    ['is too large for a row', 'x'.repeat(100_000), 'it had 100011 characters; 100000 are kept'],
    ['is nested too deep for a store', grown({ deep: 20_000, as: 'lists' }), 'it was nested too deep to be kept'],
  ])('whose result %s is recorded without it', (_, list, told) => {
    const { message } = readWorkerMessage({ ...FAILED, result: { list } as unknown as Json });
    expect(message.extra).toEqual({ result_dropped: told });
  });
});

it('a payload’s key __proto__ reaches the worker as a key', () => {
  const event = workerEvent(aTask('t'), JSON.parse('{"__proto__": {"admin": true}, "a": 1}'), NOW);
  expect(JSON.stringify(event)).toContain('"__proto__":{"admin":true}');
  expect(event.admin).toBeUndefined();
});

it('a name with half a character is refused, since UTF-8 would make one name of two', () => {
  expect(() => jobId('\ud800')).toThrow(refusal('name.invalid'));
  expect(jobId('💥')).toBe('💥');
});

it('a job warns a hundred times at most', () => {
  const flags = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`isolate_x${n}`, true]));
  expect(compileJob({ job: flags, labourerId: LABOURER, schemas: {}, now: NOW }).warnings).toHaveLength(100);
});

it('a period has 100,000 days at most', () => {
  const today = 3_000_000 - 100_000;
  expect(datesOfPeriod('last_100000_days', { today })).toHaveLength(100_000);
  expect(() => datesOfPeriod('last_100001_days', { today })).toThrow(refusal('job.period'));
});

it('a job may nest 500 levels, and not one more', () => {
  const compiled = (deep: number) => () =>
    compileJob({ job: { a: grown({ deep, as: 'maps' }) }, labourerId: LABOURER, schemas: {}, now: NOW });
  expect(compiled(499)).not.toThrow();
  expect(compiled(500)).toThrow(refusal('job.nesting'));
});

it('stored configurations nested without end are refused', async () => {
  const documents = { sosw_essential_config: '['.repeat(20_000) + ']'.repeat(20_000) };
  const deep = { sosw_essential_config: { x: grown({ deep: 20_000, as: 'maps' }) } };
  for (const given of [documents, deep]) {
    await expect(loadConfigDocuments(new MemoryConfigSource(given), 'f')).rejects.toThrow(refusal('config.nesting'));
  }
});

describe('in seconds, whatever the length,', () => {
  it('a metric of 256 KB of digits is told to be no number', () => {
    quick(() => expect(() => metricNumber(`${'1'.repeat(262_000)}x`)).toThrow('expected one number'));
  });

  it('a payload of quotes without an end is left as it is', () => {
    const text = "'\\".repeat(100_000);
    quick(() => expect(jsonOfPythonText(text)).toBe(text));
    expect(jsonOfPythonText("'abc")).toBe("'abc");
    expect(jsonOfPythonText("{'a': None}")).toBe('{"a": null}');
  });

  it('long lists of two layers are joined', () => {
    const list = Array.from({ length: 50_000 }, (_, n) => n);
    quick(() => expect(mergedDocuments({ list }, { list }).list).toHaveLength(50_000));
  });

  it('a key as long as a document is compared with the known ones', () => {
    quick(() => expect(nearestWord('x'.repeat(1_000_000), ['task_config', 'schedules'])).toBeUndefined());
  });
});
