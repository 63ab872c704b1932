/** The stores in memory keep the contracts of their ports, and so does one whose index lags behind by nothing. */

import { LaggingTaskStore } from '../../../src/adapters/memory/lagging-task-store.js';
import { MemoryConfigSource } from '../../../src/adapters/memory/memory-config-source.js';
import { MemoryHistory } from '../../../src/adapters/memory/memory-history.js';
import { MemoryJobRegister } from '../../../src/adapters/memory/memory-job-register.js';
import { MemoryOperationLog } from '../../../src/adapters/memory/memory-operation-log.js';
import { MemorySlotLedger } from '../../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskLog } from '../../../src/adapters/memory/memory-task-log.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { historyContract } from '../../contracts/history.contract.js';
import { jobRegisterContract } from '../../contracts/job-register.contract.js';
import { operationLogContract } from '../../contracts/operation-log.contract.js';
import { slotLedgerContract } from '../../contracts/slot-ledger.contract.js';
import { taskCountsContract } from '../../contracts/task-counts.contract.js';
import { taskLogContract } from '../../contracts/task-log.contract.js';
import { taskStoreContract } from '../../contracts/task-store.contract.js';

const dispose = async () => {};
const settle = async () => {};

taskStoreContract('memory', async () => ({ store: new MemoryTaskStore(), settle, dispose }));
taskStoreContract('lagging, by no change', async () => ({
  store: new LaggingTaskStore(new MemoryTaskStore(), () => 0),
  settle,
  dispose,
}));
taskCountsContract('memory', async () => {
  const store = new MemoryTaskStore();
  return { store, counts: store, dispose };
});
historyContract('memory', async () => ({ history: new MemoryHistory(), dispose }));
jobRegisterContract('memory', async () => {
  const store = new MemoryTaskStore();
  return { store, register: new MemoryJobRegister(store), isExact: true, dispose };
});
operationLogContract('memory', async () => ({ log: new MemoryOperationLog(), dispose }));
slotLedgerContract('memory', async () => ({ ledger: new MemorySlotLedger(), dispose }));
taskLogContract('memory', async () => ({ log: new MemoryTaskLog(), dispose }));
configSourceContract('memory', async () => ({ holding: async (texts) => new MemoryConfigSource(texts), dispose }));
