import { describe, expect, it } from 'vitest';
import { MemoryConfigSource } from '../../../src/adapters/memory/memory-config-source.js';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import type { Json } from '../../../src/domain/task.js';
import { FreshConfig } from '../../../src/entrypoints/config/fresh-config.js';
import { loadConfigDocuments } from '../../../src/entrypoints/config/load-documents.js';
import { NOW } from '../../support/a-task.js';

const capOf = (cap: Json, others: Record<string, Json> = {}): Json => ({
  task_config: { labourers: { some_function: { max_simultaneous_invocations: cap } } },
  ...others,
});

function aFreshConfig(document: Json = capOf(5)) {
  const clock = new SimulatedClock(NOW);
  const logger = new MemoryLogger();
  const stored = { document, reads: 0, composed: 0 };
  const fresh = new FreshConfig({
    load: () => {
      stored.reads += 1;
      return loadConfigDocuments(new MemoryConfigSource({ sosw_essential_config: stored.document }), 'sosw_scheduler');
    },
    compose: ({ labourers }) => {
      stored.composed += 1;
      return labourers.all()[0]?.cap;
    },
    clock,
    logger,
  });
  return { clock, logger, stored, cap: async () => (await fresh.current()).composed };
}

describe('a configuration in force', () => {
  it('is read again after config_max_age, and a changed cap then holds without another deployment', async () => {
    const { clock, stored, cap } = aFreshConfig();
    expect(await cap()).toBe(5);
    stored.document = capOf(7);
    await clock.advance(59_000);
    expect(await cap()).toBe(5);
    await clock.advance(1_000);
    expect(await cap()).toBe(7);
    expect(stored).toMatchObject({ reads: 2, composed: 2 });
  });

  it('is not read, nor composed anew, in between; nor composed anew for documents that are the same', async () => {
    const { clock, stored, cap } = aFreshConfig();
    for (let second = 0; second < 60; second++) {
      await cap();
      await clock.advance(1_000);
    }
    expect(stored).toMatchObject({ reads: 1, composed: 1 });
    await cap();
    await cap();
    expect(stored).toMatchObject({ reads: 2, composed: 1 });
  });

  it('has the age that it says itself', async () => {
    const { clock, stored, cap } = aFreshConfig(capOf(5, { config_max_age: 10 }));
    await cap();
    stored.document = capOf(7);
    await clock.advance(10_000);
    expect(await cap()).toBe(7);
  });

  it('stays in force when the new document is broken, which is logged once a reading', async () => {
    const { clock, logger, stored, cap } = aFreshConfig();
    await cap();
    stored.document = capOf('many');
    await clock.advance(60_000);
    expect(await cap()).toBe(5);
    expect(await cap()).toBe(5);
    expect(stored.reads).toBe(2);
    const errors = logger.entries.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ context: { error: { code: 'config.value' } } }]);
    stored.document = capOf(9);
    await clock.advance(60_000);
    expect(await cap()).toBe(9);
  });

  it('is refused when the very first document is broken, and read again by the next call', async () => {
    const { stored, cap } = aFreshConfig(capOf('many'));
    await expect(cap()).rejects.toMatchObject({ code: 'config.value' });
    stored.document = capOf(3);
    expect(await cap()).toBe(3);
  });

  it('tells its warnings when it comes into force', async () => {
    const { logger, cap } = aFreshConfig(capOf(5, { creat_rate: 5 }));
    await cap();
    await cap();
    expect(logger.entries.filter(({ level }) => level === 'warn')).toMatchObject([
      { message: 'creat_rate is not a key here. Is create_rate meant?' },
    ]);
  });
});
