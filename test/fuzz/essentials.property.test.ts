import { describe, expect, it } from 'vitest';
import { MemoryQueueFile } from '../../src/adapters/memory/memory-queue-file.js';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { readJobEvent } from '../../src/domain/job/job.js';
import { rangeOf } from '../../src/domain/greenfield.js';
import { aQueue, aWindow, LABOURER } from '../support/a-task.js';
import { aSystem } from '../support/system.js';
import { fuzz, fuzzTimeout, outcomeOf, tellFigures } from './support/campaign.js';
import { ATTRIBUTES, schedulerEvent, workerMessage } from './support/right-inputs.js';
import { nearlyRight, withSlips } from './support/strange.js';
import { watched } from './support/watched-port.js';

const SCHEMAS = { job_schema: { chunkable_attrs: ATTRIBUTES } };

/** A whole system; whatever is written to its ports stands in `writes`. */
function aWatchedSystem() {
  const writes: string[] = [];
  const ports = {
    store: watched(
      new MemoryTaskStore(),
      ['get', 'open', 'countOpen', 'retrying', 'closed', 'unreported', 'progress'],
      writes,
    ),
    files: watched(new MemoryQueueFile(), ['find', 'read', 'orphans'], writes),
    ledger: watched(new MemorySlotLedger(), ['read', 'readAll', 'decisions'], writes),
  };
  return { writes, system: aSystem({ ports, scheduler: { schemas: SCHEMAS } }) };
}

tellFigures();

describe('any event', () => {
  it(
    'of the Scheduler becomes all of its tasks, or is refused with nothing written',
    async () => {
      await fuzz('Scheduler', nearlyRight(schedulerEvent), 300, async (input) => {
        const { system, writes } = aWatchedSystem();
        const event = withSlips(input);
        const outcome = await outcomeOf(() => system.scheduler.handle(event, { requestId: 'request-1' }));
        const compiled = await outcomeOf(() => system.scheduler.compile(event, 'request-1'));
        if (outcome.kind === 'refused') {
          expect(writes.filter((name) => name !== 'acquire')).toEqual([]);
          expect(system.events).toEqual([]);
        } else {
          const open = await system.store.countOpen({ labourerId: LABOURER, range: rangeOf('queued', aWindow()) });
          expect(open).toBe(outcome.value.rows);
          expect(compiled).toMatchObject({ kind: 'answered', value: { job: { tasks: outcome.value.rows } } });
        }
        return outcome;
      });
    },
    fuzzTimeout,
  );

  it(
    'of the Scheduler that is accepted under an identity adds nothing the second time',
    async () => {
      await fuzz('Scheduler, twice', nearlyRight(schedulerEvent), 80, async (input) => {
        const { system } = aWatchedSystem();
        const event = withSlips(input);
        const first = await outcomeOf(() => system.scheduler.handle(event, { requestId: 'request-1' }));
        const second = await outcomeOf(() => system.scheduler.handle(event, { requestId: 'request-1' }));
        expect(second.kind).toBe(first.kind);
        if (second.kind === 'answered') expect(second.value.added).toBe(0);
        return second;
      });
    },
    fuzzTimeout,
  );

  it(
    'of the WorkerAssistant is recorded, ignored, or refused with nothing written',
    async () => {
      await fuzz('WorkerAssistant', nearlyRight(workerMessage), 300, async (input) => {
        const { system, writes } = aWatchedSystem();
        await system.store.add(aQueue('t', 5));
        await system.orchestrator.pass();
        writes.length = 0;
        const outcome = await outcomeOf(() => system.assistant.handle(withSlips(input)));
        if (outcome.kind === 'refused') expect(writes).toEqual([]);
        return outcome;
      });
    },
    fuzzTimeout,
  );

  it(
    'names no queue file but a plain one',
    async () => {
      await fuzz('file names', nearlyRight(schedulerEvent), 200, async (input) => {
        const outcome = await outcomeOf(() => readJobEvent(withSlips(input), 'request-1'));
        if (outcome.kind === 'answered' && outcome.value.kind === 'sibling') {
          expect(outcome.value.fileName).toMatch(/^[\w-][\w.-]*$/);
          expect(outcome.value.fileName).not.toContain('..');
        }
        return outcome;
      });
    },
    fuzzTimeout,
  );
});
