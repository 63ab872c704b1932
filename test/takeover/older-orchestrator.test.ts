import { describe, expect, it } from 'vitest';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import type { CompareAndSetOutcome } from '../../src/application/ports/slot-ledger.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { withPause, type LabourerRow } from '../../src/domain/slots.js';
import { aQueue, aTask, aWindow, LABOURER } from '../support/a-task.js';
import { aSystem } from '../support/system.js';

const CAP_3 = { [LABOURER]: { max_simultaneous_invocations: 3 } };
/** Two tasks that an orchestrator without tokens has started, and a queue. */
const WORK = [
  aTask('old1', { greenfield: greenfield(aWindow().invoked - 10), attempts: 1 }),
  aTask('old2', { greenfield: greenfield(aWindow().invoked - 20), attempts: 2 }),
  ...aQueue('t', 5),
];

describe('what an older orchestrator has running (protocol, rule 12)', () => {
  it('counts in the first pass', async () => {
    const system = aSystem({ labourers: CAP_3 });
    await system.store.add(WORK);
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(1);
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(1);
  });

  it('counts no longer once it has expired', async () => {
    const system = aSystem({ labourers: CAP_3 });
    const expired = aTask('old3', { greenfield: greenfield(aWindow().expired), attempts: 1 });
    await system.store.add([...WORK, expired]);
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(1);
  });

  it('counts although a Scheduler has reserved places in the queue before', async () => {
    const system = aSystem({ labourers: CAP_3 });
    await system.store.add(WORK);
    await system.scheduler.handle({ lambda_name: LABOURER, note: 'a job' }, { requestId: 'job' });
    expect(await system.ledger.read(LABOURER)).toMatchObject({ version: 1, decidedAt: 0 });
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(1);
  });

  it('counts although another writes the row in the middle of the first pass', async () => {
    class Raced extends MemorySlotLedger {
      #raced = false;
      override async compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
        if (!this.#raced) {
          this.#raced = true;
          const paused = withPause(await this.read(row.labourerId), true).row;
          if (paused !== undefined) await super.compareAndSet(paused);
          const resumed = withPause(await this.read(row.labourerId), false).row;
          if (resumed !== undefined) await super.compareAndSet(resumed);
        }
        return super.compareAndSet(row);
      }
    }
    const system = aSystem({ labourers: CAP_3, ports: { ledger: new Raced() } });
    await system.store.add(WORK);
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(1);
  });

  it('counts once where the cap is 0 at first', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 0 } } });
    await system.store.add(WORK);
    await system.scheduler.handle({ lambda_name: LABOURER, note: 'a job' }, { requestId: 'job' });
    await system.orchestrator.pass();
    await system.orchestrator.pass();
    system.labourers.set(LABOURER, CAP_3[LABOURER] ?? {});
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(1);
  });
});
