import { describe, expect, it } from 'vitest';
import { faultySlotLedger } from '../../src/adapters/memory/faulty.js';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import { LabourerControls } from '../../src/application/labourer-controls.js';
import { at, LABOURER, labourerId } from '../support/a-task.js';
import { KeptOperations } from '../support/kept-operations.js';
import { aSystem, type SystemOptions } from '../support/system.js';

function withControls(options: SystemOptions = {}) {
  const system = aSystem(options);
  const operations = new KeptOperations();
  return { ...system, operations, controls: new LabourerControls({ ...system, operations }) };
}
const BY = 'ada (cli)';

describe('an operator', () => {
  it('pauses a labourer, lets it go on, sets its cap and takes it back; each leaves a record of who did it', async () => {
    const { controls, operations, ledger, simulated } = withControls();
    const rows = [];
    for (const act of [
      () => controls.pause(LABOURER, BY),
      () => controls.resume(LABOURER, BY),
      () => controls.setCap(LABOURER, 3, BY),
      () => controls.setCap(LABOURER, undefined, BY),
    ]) {
      simulated.set(simulated.now() + 0.25);
      expect(await act()).toBe(operations.records.at(-1));
      const { paused, operatorCap } = await ledger.read(LABOURER);
      rows.push([paused, operatorCap]);
    }
    expect(rows).toEqual([
      [true, undefined],
      [false, undefined],
      [false, 3],
      [false, undefined],
    ]);
    const target = { labourer_id: LABOURER };
    expect(operations.records.map(({ operationId: _, ...record }) => record)).toEqual([
      { at: at(0.25), by: BY, action: 'pause', state: 'done', target },
      { at: at(0.5), by: BY, action: 'resume', state: 'done', target },
      { at: at(0.75), by: BY, action: 'cap', state: 'done', target: { ...target, cap: 3 } },
      { at: at(1), by: BY, action: 'cap', state: 'done', target: { ...target, cap: null } },
    ]);
    expect(new Set(operations.records.map(({ operationId }) => operationId)).size).toBe(4);
  });

  it.each([-1, 1.5, 100_001, Number.NaN])('is refused a cap of %s, and nothing is written', async (cap) => {
    const { controls, operations, ledger } = withControls();
    await expect(controls.setCap(LABOURER, cap, BY)).rejects.toMatchObject({ code: 'labourer.cap', path: 'cap' });
    expect([operations.records, (await ledger.read(LABOURER)).version]).toEqual([[], 0]);
  });

  it('is refused a labourer that is not configured', async () => {
    const { controls, operations } = withControls();
    const nobody = labourerId('nobody');
    for (const act of [controls.pause(nobody, BY), controls.resume(nobody, BY), controls.setCap(nobody, 1, BY)]) {
      await expect(act).rejects.toMatchObject({ code: 'labourer.unknown' });
    }
    expect(operations.records).toEqual([]);
  });

  it('is told, and it is recorded, where a change could not be confirmed', async () => {
    const ledger = faultySlotLedger(new MemorySlotLedger(), ({ method }) =>
      method === 'compareAndSet' ? 'lose' : 'none',
    );
    const { controls, operations } = withControls({ ports: { ledger } });
    expect(await controls.setCap(LABOURER, 3, BY)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('not confirmed'),
    });
    expect(await controls.pause(LABOURER, BY)).toMatchObject({ state: 'failed' });
    expect(operations.records.map(({ state }) => state)).toEqual(['failed', 'failed']);
  });
});
