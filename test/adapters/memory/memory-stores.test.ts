/** The stores in memory keep the contracts of their ports, and so does one whose index lags behind by nothing. */

import { LaggingTaskStore } from '../../../src/adapters/memory/lagging-task-store.js';
import { MemoryConfigSource } from '../../../src/adapters/memory/memory-config-source.js';
import { MemorySlotLedger } from '../../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskLog } from '../../../src/adapters/memory/memory-task-log.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { slotLedgerContract } from '../../contracts/slot-ledger.contract.js';
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
slotLedgerContract('memory', async () => ({ ledger: new MemorySlotLedger(), dispose }));
taskLogContract('memory', async () => ({ log: new MemoryTaskLog(), dispose }));
configSourceContract('memory', async () => ({ holding: async (texts) => new MemoryConfigSource(texts), dispose }));
