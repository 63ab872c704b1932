/** The parts of the shipped product that work on a laptop. */

import { together } from './built.js';

type Sqlite = typeof import('../../src/adapters/sqlite/open-database.js') &
  typeof import('../../src/adapters/sqlite/sqlite-slot-ledger.js') &
  typeof import('../../src/adapters/sqlite/sqlite-task-store.js');
type Memory = typeof import('../../src/adapters/memory/memory-function-settings.js') &
  typeof import('../../src/adapters/memory/memory-metrics-source.js') &
  typeof import('../../src/adapters/memory/memory-notifier.js') &
  typeof import('../../src/adapters/memory/memory-slot-ledger.js') &
  typeof import('../../src/adapters/memory/memory-task-store.js') &
  typeof import('../../src/adapters/memory/simulated-clock.js');
type System = typeof import('../../src/adapters/system/crypto-id-source.js') &
  typeof import('../../src/adapters/system/system-chance.js') &
  typeof import('../../src/adapters/system/system-clock.js');
type Domain = typeof import('../../src/domain/ecology/allowance.js') &
  typeof import('../../src/domain/greenfield.js') &
  typeof import('../../src/domain/ids.js') &
  typeof import('../../src/domain/labourer.js') &
  typeof import('../../src/domain/labourer-settings.js');
type Composition = typeof import('../../src/entrypoints/composition/tokens.js') &
  typeof import('../../src/entrypoints/composition/use-cases.js') &
  typeof import('../../src/entrypoints/config/configured-labourers.js');

export const { openDatabase, SqliteSlotLedger, SqliteTaskStore } = await together<Sqlite>(
  'adapters/sqlite/open-database.js',
  'adapters/sqlite/sqlite-slot-ledger.js',
  'adapters/sqlite/sqlite-task-store.js',
);
export const {
  MemoryFunctionSettings,
  MemoryMetricsSource,
  MemoryNotifier,
  MemorySlotLedger,
  MemoryTaskStore,
  SimulatedClock,
} = await together<Memory>(
  'adapters/memory/memory-function-settings.js',
  'adapters/memory/memory-metrics-source.js',
  'adapters/memory/memory-notifier.js',
  'adapters/memory/memory-slot-ledger.js',
  'adapters/memory/memory-task-store.js',
  'adapters/memory/simulated-clock.js',
);
export const { CryptoIdSource, SystemChance, SystemClock } = await together<System>(
  'adapters/system/crypto-id-source.js',
  'adapters/system/system-chance.js',
  'adapters/system/system-clock.js',
);
export const { DEFAULT_COEFFICIENTS, DEFAULT_TASK_SETTINGS, greenfield, jobId, readLabourer, taskIdOfRow } =
  await together<Domain>(
    'domain/ecology/allowance.js',
    'domain/greenfield.js',
    'domain/ids.js',
    'domain/labourer.js',
    'domain/labourer-settings.js',
  );
export const { bindUseCases, ConfiguredLabourers, PORTS, SETTINGS, USE_CASES } = await together<Composition>(
  'entrypoints/composition/tokens.js',
  'entrypoints/composition/use-cases.js',
  'entrypoints/config/configured-labourers.js',
);
