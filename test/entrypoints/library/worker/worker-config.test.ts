import * as z from 'zod/mini';
import { expect, it, vi } from 'vitest';
import { WorkerConfig } from '../../../../src/entrypoints/library/worker/worker-config.js';

const schema = z.object({ rows: z.number() });
const context = { functionName: 'pull' };
const reading = (...documents: object[]) => {
  const configOf = vi.fn();
  for (const document of documents) configOf.mockResolvedValueOnce(document);
  return { report() {}, configOf: configOf as (name: string) => Promise<never>, calls: configOf.mock.calls };
};

it('is read once while it is young enough', async () => {
  const host = reading({ rows: 1 }, { rows: 2 });
  const config = new WorkerConfig(schema, 60);
  expect([await config.of(host, context), await config.of(host, context)]).toEqual([{ rows: 1 }, { rows: 1 }]);
  expect(host.calls).toEqual([['pull_config']]);
});

it('is read again when it is too old', async () => {
  const host = reading({ rows: 1 }, { rows: 2 });
  const config = new WorkerConfig(schema, 0);
  expect([await config.of(host, context), await config.of(host, context)]).toEqual([{ rows: 1 }, { rows: 2 }]);
});

it('stays the last good one while the document is wrong, or its source does not answer', async () => {
  const host = reading({ rows: 1 }, { rows: 'many' });
  const config = new WorkerConfig(schema, 0);
  await config.of(host, context);
  expect(await config.of(host, context)).toEqual({ rows: 1 });
  const silent = { report() {}, configOf: async () => Promise.reject(new Error('no answer')) };
  expect(await config.of(silent, context)).toEqual({ rows: 1 });
});

it('is refused while there has been no good one', async () => {
  await expect(new WorkerConfig(schema).of(reading({}), context)).rejects.toMatchObject({ code: 'worker.config' });
});

it('is not read at all without a schema', async () => {
  const host = reading({ rows: 1 });
  expect(await new WorkerConfig(undefined).of(host, context)).toEqual({});
  expect(host.calls).toEqual([]);
});
