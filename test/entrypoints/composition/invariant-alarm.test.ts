import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { openLocalStore } from '../../../src/entrypoints/composition/local.js';
import { invariantAlarm } from '../../../src/entrypoints/composition/invariant-alarm.js';
import { loadConfig } from '../../../src/entrypoints/config/load-config.js';
import { LabourerFacts } from '../../../src/entrypoints/lambda/labourer-facts.js';
import { aRow, aTask, LABOURER, taskId } from '../../support/a-task.js';

const BROKEN = { invariant: 'I7', rule: 'every row is whole', labourerId: LABOURER, taskId: taskId('t') } as const;

it('counts a broken invariant for its labourer, and logs it with what it is about', () => {
  const facts = new LabourerFacts();
  const logger = new MemoryLogger();
  const alarm = invariantAlarm(logger, facts);
  alarm(BROKEN);
  alarm(BROKEN);
  expect(facts.counted(LABOURER, 'InvariantsBroken')).toBe(2);
  expect(logger.entries[0]).toEqual({ level: 'error', message: 'an invariant is broken', context: BROKEN });
});

it('is raised by the store and the ledger of a local run', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'sosw-alarm-'));
  const logger = new MemoryLogger();
  const file = join(dataDirectory, 'sosw.json');
  writeFileSync(file, JSON.stringify({ task_config: { labourers: { [LABOURER]: {} } } }));
  const local = openLocalStore(loadConfig(file), { dataDirectory, logger });
  try {
    await local.store.add([aTask('whole'), aTask('flawed', { attempts: -1 })]);
    await local.ledger.compareAndSet(aRow({ allowance: 11 }));
    const told = logger.entries.map(({ message, context }) => [message, context.invariant, context.taskId]);
    expect(told).toEqual([
      ['an invariant is broken', 'I7', 'flawed'],
      ['an invariant is broken', 'I3', undefined],
    ]);
  } finally {
    local.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
});
