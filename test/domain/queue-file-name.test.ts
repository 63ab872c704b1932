import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertQueueFileName, queueFileName } from '../../src/domain/queue-file-name.js';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const DIGEST = '0123456789abcdef'.repeat(4);

const named = (identity: string, digest = DIGEST) =>
  queueFileName({ stem: 'tasks_queue', identity, ext: 'txt', digest });

const refusal = expect.objectContaining({ code: 'queue_file.name' });

describe('the name of a queue file', () => {
  it.each([
    ['6f1c8d6e-2b0a-4f2b-9a52-0d6f3c1f7a11', 'tasks_queue_6f1c8d6e-2b0a-4f2b-9a52-0d6f3c1f7a11.txt'],
    ['nightly_2026-01-31.2', 'tasks_queue_nightly_2026-01-31.2.txt'],
  ])('shows the plain identity %j as it is', (identity, name) => {
    expect(named(identity)).toBe(name);
  });

  it.each([
    ['what it replaces', 'a/b c', 'tasks_queue_a-b-c-0123456789abcdef.txt'],
    ['a way out of the folder', '../../etc', 'tasks_queue_..-..-etc-0123456789abcdef.txt'],
    ['characters of other scripts', 'день', 'tasks_queue_-----0123456789abcdef.txt'],
    ['capitals, which some disks take for small ones', 'Nightly', 'tasks_queue_Nightly-0123456789abcdef.txt'],
    ['an end that looks like a digest', 'a-fedcba9876543210', 'tasks_queue_a-fedcba9876543210-0123456789abcdef.txt'],
  ])('tells apart by the digest %s', (_what, identity, name) => {
    expect(named(identity)).toBe(name);
  });

  it('cuts a long identity, and tells it apart by the digest', () => {
    const name = named('x'.repeat(256));
    expect(name).toHaveLength(200);
    expect(name).toMatch(/^tasks_queue_x+-0123456789abcdef\.txt$/);
    expect(named('x'.repeat(184))).toBe(`tasks_queue_${'x'.repeat(184)}.txt`);
  });

  it('may have no extension', () => {
    expect(queueFileName({ stem: 'queue', identity: 'job', ext: '', digest: DIGEST })).toBe('queue_job');
  });

  it.each([
    { stem: '../queue', ext: 'txt' },
    { stem: '.queue', ext: 'txt' },
    { stem: 'queue', ext: 'a/b' },
    { stem: 'q'.repeat(200), ext: 'txt' },
  ])('refuses a configured %j', (parts) => {
    expect(() => queueFileName({ ...parts, identity: 'job', digest: DIGEST })).toThrow(refusal);
  });

  it('is plain for every identity, and never the same for two, not even but for capitals', () => {
    const character = fc
      .oneof(fc.nat({ max: 0xff }), fc.nat({ max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
      .map((point) => String.fromCodePoint(point));
    const identity = fc.oneof(
      fc.string({ minLength: 1, maxLength: 30, unit: character }),
      fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('a', 'A', '-', '/', '.') }),
      fc.constantFrom(
        'a/b',
        'a-b',
        `a-b-${digestOf('a/b').slice(0, 16)}`,
        `a-b-${digestOf('a/b').slice(0, 16).toUpperCase()}`,
      ),
    );
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        const [first, second] = [named(one, digestOf(one)), named(other, digestOf(other))];
        expect(assertQueueFileName(first)).toBe(first);
        expect(first.toLowerCase() === second.toLowerCase()).toBe(one === other);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('assertQueueFileName', () => {
  it.each(['tasks_queue.txt', 'locked_tasks_queue.txt', 'a', '-', 'A.b-c_d..e', 'x'.repeat(200)])(
    'takes %j',
    (name) => {
      expect(assertQueueFileName(name)).toBe(name);
    },
  );

  it.each(['', '.', '..', '.hidden', 'a/b', '../a', 'a\\b', 'a b', 'a\n', 'ä', 'a\0', 'x'.repeat(201)])(
    'refuses %j',
    (name) => {
      expect(() => assertQueueFileName(name)).toThrow(refusal);
    },
  );

  it.each([undefined, 5, null, ['a']])('refuses %j, which is no text', (name) => {
    expect(() => assertQueueFileName(name as unknown as string)).toThrow(refusal);
  });
});
