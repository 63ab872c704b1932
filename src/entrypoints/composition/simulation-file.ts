/**
 * A simulation kept in a file, to be looked at afterwards: the very tables that a laptop's data has, filled by the same changes in the same
 * order, so that whoever reads one reads the other.
 */

import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { openDatabase } from '../../adapters/sqlite/open-database.js';
import { SqliteConfigSource } from '../../adapters/sqlite/sqlite-config-source.js';
import { SqliteHistory } from '../../adapters/sqlite/sqlite-history.js';
import { SqliteJobRegister } from '../../adapters/sqlite/sqlite-job-register.js';
import { SqliteOperationLog } from '../../adapters/sqlite/sqlite-operation-log.js';
import { SqliteSlotLedger } from '../../adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskCounts } from '../../adapters/sqlite/sqlite-task-counts.js';
import { SqliteTaskLog } from '../../adapters/sqlite/sqlite-task-log.js';
import { SqliteTaskSearch } from '../../adapters/sqlite/sqlite-task-search.js';
import { SqliteTaskStore } from '../../adapters/sqlite/sqlite-task-store.js';
import type { StoreDatabase } from '../../adapters/sqlite/store-database.js';
import type { ReadSide } from '../../application/views/read-side.js';
import { RefusedError } from '../../domain/errors.js';
import { type EpochSeconds, epochSeconds } from '../../domain/time.js';
import type { SimulatedConfig } from '../simulation/simulated-config.js';
import type { Recorder } from '../simulation/recorder.js';

/** Under this environment and name the file's table of documents says what was simulated. */
const ENVIRONMENT = 'simulation';
const DOCUMENT = 'simulation';

interface SimulationDocument {
  /** Settings as a configuration file has them, with what the command line changed. */
  readonly settings: unknown;
  readonly from: number;
  readonly to: number;
}

export interface SimulationFile extends Recorder {
  /** The file is whole, and stands under its name. */
  finish(document: {
    readonly settings: unknown;
    readonly from: EpochSeconds;
    readonly to: EpochSeconds;
  }): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): void;
}

/** Written beside its name until it is whole. */
export function createSimulationFile(file: string): SimulationFile {
  const unfinished = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  const database = openDatabase({ file: unfinished });
  return {
    store: new SqliteTaskStore(database),
    ledger: new SqliteSlotLedger(database),
    log: new SqliteTaskLog(database),
    samples: new SqliteHistory(database),
    jobs: new SqliteJobRegister(database),
    async finish(document) {
      await new SqliteConfigSource(database, ENVIRONMENT).put(DOCUMENT, JSON.stringify(document));
      database.close();
      renameSync(unfinished, file);
    },
    abandon() {
      database.close();
      for (const end of ['', '-wal', '-shm']) rmSync(unfinished + end, { force: true });
    },
  };
}

export interface OpenedSimulation {
  readonly reads: ReadSide;
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  close(): void;
}

/**
 * Opens a kept simulation. `configOf` reads its settings. Throws as `openDatabase` does, and RefusedError `simulation.file` for a file that
 * is none.
 */
export async function openSimulationFile(
  file: string,
  configOf: (settings: unknown) => SimulatedConfig,
): Promise<OpenedSimulation> {
  const expected = 'a file that sosw simulate --save has written';
  if (!existsSync(file)) throw new RefusedError('simulation.file', { path: '--simulation', expected, found: file });
  const database = openDatabase({ file });
  try {
    const document = await new SqliteConfigSource(database, ENVIRONMENT).get(DOCUMENT);
    if (!isDocument(document)) {
      throw new RefusedError('simulation.file', { path: '--simulation', expected, found: file });
    }
    return {
      reads: readsOf(database, configOf(document.settings)),
      from: epochSeconds(document.from),
      to: epochSeconds(document.to),
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function readsOf(database: StoreDatabase, config: SimulatedConfig): ReadSide {
  const { labourers, taskSettings: settings, coefficients } = config;
  return {
    store: new SqliteTaskStore(database),
    ledger: new SqliteSlotLedger(database),
    log: new SqliteTaskLog(database),
    search: new SqliteTaskSearch(database, { labourers, settings }),
    history: new SqliteHistory(database),
    jobs: new SqliteJobRegister(database),
    operations: new SqliteOperationLog(database),
    counts: new SqliteTaskCounts(database),
    labourers,
    settings,
    coefficients,
  };
}

const isDocument = (value: unknown): value is SimulationDocument =>
  typeof value === 'object' &&
  value !== null &&
  'settings' in value &&
  'from' in value &&
  typeof value.from === 'number' &&
  'to' in value &&
  typeof value.to === 'number';
