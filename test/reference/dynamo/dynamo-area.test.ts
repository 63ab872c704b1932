import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runArea, runFolder } from '../run-vectors.js';
import type { Vector } from '../vector.js';

const VECTORS = fileURLToPath(new URL('../../vectors', import.meta.url));

const vectors: Vector[] = readFileSync(`${VECTORS}/dynamo.jsonl`, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

describe('the golden vectors of dynamo', () => {
  it('pass, and so do the disagreements that have a proposal', async () => {
    const { passed, failures } = await runFolder(VECTORS, ['dynamo']);
    expect(failures).toEqual([]);
    expect(passed).toBe(vectors.length + 7);
  });

  it('fail when any value in what they expect is altered, or an error is expected in its place', async () => {
    for (const { expected, error, ...vector } of vectors) {
      const altered: Partial<Vector>[] =
        error === undefined
          ? [
              ...alterations(expected).map((other) => ({ ...vector, expected: other as never })),
              { ...vector, error: 'x' },
            ]
          : [{ ...vector, expected: {} }];
      const { passed } = await runArea('dynamo', altered);
      expect({ id: vector.id, passed }).toEqual({ id: vector.id, passed: 0 });
    }
  });
});

/** The value with one leaf changed, for each leaf. */
function alterations(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const one = value.flatMap((item, index) => alterations(item).map((other) => value.with(index, other)));
    return [...one, [...value, 'more']];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) =>
      alterations(inner).map((other) => ({ ...value, [key]: other })),
    );
  }
  if (typeof value === 'number') return [value + 1];
  if (typeof value === 'boolean') return [!value];
  return [typeof value === 'string' && /^-?[\d.]+$/.test(value) ? `1${value}` : `${value}x`];
}
