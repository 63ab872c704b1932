/** Binds the ports to what a laptop has: SQLite, the file system, worker threads and processes, the machine's own metrics. */

import { join } from 'node:path';
import { Container } from 'inversify';
import { ConsoleNotifier } from '../../adapters/console/console-notifier.js';
import { FileNotifier } from '../../adapters/filesystem/file-notifier.js';
import { FilesystemQueueFile } from '../../adapters/filesystem/filesystem-queue-file.js';
import { LocalFunctionSettings } from '../../adapters/local/local-function-settings.js';
import { LocalInvoker } from '../../adapters/local/local-invoker.js';
import { LocalMetricsSource } from '../../adapters/local/local-metrics-source.js';
import { openDatabase } from '../../adapters/sqlite/open-database.js';
import { RuntimeLocks } from '../../adapters/sqlite/runtime-locks.js';
import { SqliteSlotLedger } from '../../adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskLog } from '../../adapters/sqlite/sqlite-task-log.js';
import { SqliteTaskStore } from '../../adapters/sqlite/sqlite-task-store.js';
import type { StoreDatabase } from '../../adapters/sqlite/store-database.js';
import { CryptoIdSource } from '../../adapters/system/crypto-id-source.js';
import { SystemChance } from '../../adapters/system/system-chance.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import type { Logger } from '../../application/ports/logger.js';
