import { describe, expect, it } from 'vitest';
import { areOfOneJob, jobId, labourerId, taskId, taskIdOfRow } from '../../src/domain/ids.js';

describe.each([
  ['task_id', taskId, 256],
  ['labourer_id', labourerId, 170],
  ['job_id', jobId, 256],
] as const)('a %s', (path, named, limit) => {
  it.each(['a', ' ', 'день 7/..', '😀', 'x'.repeat(limit)])('may be %j', (name) => {
    expect(named(name)).toBe(name);
  });

  it.each(['', 'a\nb', '\u0000', '\u007f', '\u0085', 'a\ud800', '\udc00b', 'x'.repeat(limit + 1)])(
    'may not be %j',
    (name) => {
      expect(() => named(name)).toThrow(expect.objectContaining({ code: 'name.invalid', path }));
    },
  );

  it.each([undefined, null, 7, ['a']])('may not be %j, which is no text', (name) => {
    expect(() => named(name as unknown as string)).toThrow(expect.objectContaining({ code: 'name.invalid', path }));
  });

  it('that is refused is told the rule', () => {
    const message = `${path}: expected 1 to ${limit} characters, none of them a control character, found ""`;
    expect(() => named('')).toThrow(expect.objectContaining({ message }));
  });
});

describe('the ids of a job’s rows', () => {
  const DIGEST = '0123456789abcdef'.repeat(4);
  const OTHER = `f${DIGEST.slice(1)}`;

  it('begin with the digest and end with the row, in 32 hex digits', () => {
    expect(taskIdOfRow(DIGEST, 0)).toBe('0123456789abcdef0123000000000000');
    expect(taskIdOfRow(DIGEST, 0x1abc)).toBe('0123456789abcdef0123000000001abc');
  });

  it('ascend with the row', () => {
    const ids = [0, 1, 9, 10, 15, 16, 255, 256, 65_536, 2 ** 40].map((row) => taskIdOfRow(DIGEST, row));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('can be told to be of one job, and only they', () => {
    const row = taskIdOfRow(DIGEST, 0);
    expect(areOfOneJob(row, taskIdOfRow(DIGEST, 9))).toBe(true);
    expect(areOfOneJob(row, row)).toBe(true);
    expect(areOfOneJob(row, taskIdOfRow(OTHER, 0))).toBe(false);
    // Differs in the last digit of the job's part.
    expect(areOfOneJob(row, taskIdOfRow(`${DIGEST.slice(0, 19)}4`, 0))).toBe(false);
    const longer = taskId(`${row}0`);
    expect([areOfOneJob(longer, longer), areOfOneJob(row, longer), areOfOneJob(longer, row)]).toEqual(
      Array.from({ length: 3 }, () => false),
    );
  });
});
