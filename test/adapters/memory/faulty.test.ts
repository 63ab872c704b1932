/** Injected faults: what has been done, and what the caller is told of it. */

import { describe, expect, it } from 'vitest';
import {
  type Fault,
  faulty,
  faultySlotLedger,
  faultyTaskStore,
  type PortCall,
} from '../../../src/adapters/memory/faulty.js';
import { MemorySlotLedger } from '../../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { claimed } from '../../contracts/lives.js';
import { aRow, aTask, LABOURER } from '../../support/a-task.js';

const TASK = aTask('t');
const unavailable = { code: 'store.unavailable', retryable: true };

/** A plan that gives the fault to the calls of a method, and notes all calls. */
function planned(method: string, fault: Fault) {
  const calls: PortCall[] = [];
  const plan = (call: PortCall) => {
    calls.push(call);
    return call.method === method ? fault : 'none';
  };
  return { calls, plan };
}

describe('a faulty task store', () => {
  it('does nothing when a call fails', async () => {
    const store = new MemoryTaskStore();
    await expect(faultyTaskStore(store, planned('add', 'fail').plan).add([TASK])).rejects.toMatchObject(unavailable);
    expect(await store.get(TASK.taskId)).toBeUndefined();
  });

  it('has made the change whose answer is lost, and says that it does not know', async () => {
    const store = new MemoryTaskStore();
    expect(await faultyTaskStore(store, planned('add', 'lose').plan).add([TASK, TASK])).toEqual(['unknown', 'unknown']);
    expect(await faultyTaskStore(store, planned('apply', 'lose').plan).apply([claimed(TASK)])).toEqual([
      { outcome: 'unknown' },
    ]);
    expect(await store.get(TASK.taskId)).toMatchObject({ attempts: 1 });
  });

  it('has no answer to a read whose answer is lost', async () => {
    const store = faultyTaskStore(new MemoryTaskStore(), planned('get', 'lose').plan);
    await expect(store.get(TASK.taskId)).rejects.toMatchObject(unavailable);
  });

  it('is the store itself where nothing is planned', async () => {
    const { calls, plan } = planned('none of them', 'fail');
    const store = faultyTaskStore(new MemoryTaskStore(), plan);
    expect(await store.add([TASK])).toEqual(['added']);
    expect(await store.get(TASK.taskId)).toEqual(TASK);
    expect(calls).toEqual([
      { port: 'TaskStore', method: 'add', args: [[TASK]] },
      { port: 'TaskStore', method: 'get', args: [TASK.taskId] },
    ]);
  });
});

describe('a faulty slot ledger', () => {
  it('has written the row whose answer is lost', async () => {
    const ledger = new MemorySlotLedger();
    expect(await faultySlotLedger(ledger, planned('compareAndSet', 'lose').plan).compareAndSet(aRow())).toBe('unknown');
    expect(await ledger.read(LABOURER)).toEqual(aRow({ version: 1 }));
  });

  it('has not written the row when the call fails', async () => {
    const ledger = new MemorySlotLedger();
    const failing = faultySlotLedger(ledger, planned('compareAndSet', 'fail').plan);
    await expect(failing.compareAndSet(aRow())).rejects.toMatchObject(unavailable);
    expect((await ledger.read(LABOURER)).version).toBe(0);
  });
});

it('any port may throw after it has done its work', async () => {
  const store = new MemoryTaskStore();
  await expect(faulty('TaskStore', store, planned('add', 'lose').plan).add([TASK])).rejects.toMatchObject(unavailable);
  expect(await store.get(TASK.taskId)).toEqual(TASK);
});
