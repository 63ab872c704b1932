/** Ports that break their promise, by which the tests of the promise are tested. */

import type { SlotLedger } from '../../../src/application/ports/slot-ledger.js';
import type { TaskStore } from '../../../src/application/ports/task-store.js';
import type { Transition } from '../../../src/domain/transition.js';
import { storeMethods } from './store-methods.js';

/** Writes a labourer's row whatever version is there: what the ledger would be without its condition. */
export const withoutCondition = (ledger: SlotLedger): SlotLedger => ({
  read: (labourerId) => ledger.read(labourerId),
  readAll: (labourerIds) => ledger.readAll(labourerIds),
  compareAndSet: async (row) => {
    const { version } = await ledger.read(row.labourerId);
    return ledger.compareAndSet({ ...row, version });
  },
  note: (labourerId, decision) => ledger.note(labourerId, decision),
  decisions: (labourerId, limit) => ledger.decisions(labourerId, limit),
});

/** Makes every change, whatever the row has become meanwhile. */
export const withoutGuards = (store: TaskStore): TaskStore => ({
  ...storeMethods(store),
  apply: async (transitions) => {
    const forced = await Promise.all(transitions.map((transition) => unguarded(store, transition)));
    return store.apply(forced);
  },
});

async function unguarded(store: TaskStore, transition: Transition): Promise<Transition> {
  const row = await store.get(transition.taskId);
  return { ...transition, guard: {}, from: row?.stage ?? transition.from };
}
