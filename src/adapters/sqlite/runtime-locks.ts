/**
 * Which of this machine's processes are alive. Each holds an operating system's lock on a file of its own, which ends with the
 * process however it ends; unlike a process's number, nobody else ever gets it. SQLite takes the locks: node itself has none.
 */

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { RefusedError, SoswError } from '../../domain/errors.js';
import { storeFailure } from './sqlite-errors.js';

/** How long a process waits for another's recovery, and how often it looks. */
const WAIT_MS = 30_000;
const LOOK_MS = 20;

const SUFFIX = '.lock';

/**
 * Told which runtimes have died since the last recovery, and whether no other one is alive. No runtime can enter before it is
 * over, so whatever the dead left belongs to nobody else.
 */
export type Recover = (dead: readonly string[], alone: boolean) => void | Promise<void>;

/** A runtime's sign of life, until `leave` or the end of the process. */
export interface RuntimeLock {
  leave(): void;
}

type Lock = Database.Database;

/** Locks that are held: a connection that nobody refers to is closed by the garbage collector, and its lock with it. */
const held = new Set<Lock>();

async function enter(dir: string, runtimeId: string, recover: Recover): Promise<RuntimeLock> {
  checkName(runtimeId);
  const runtimes = join(dir, 'runtimes');
  mkdirSync(runtimes, { recursive: true });
  const recovery = await waitFor(join(dir, `recovery${SUFFIX}`));
  try {
    return await enterAlone(runtimes, runtimeId, recover);
  } finally {
    unlock(recovery);
  }
}

/** Entering and telling the dead from the living; see `RuntimeLock`. `runtimeId` is a plain file name. */
export const RuntimeLocks = { enter };

async function enterAlone(runtimes: string, runtimeId: string, recover: Recover): Promise<RuntimeLock> {
  const ownName = runtimeId + SUFFIX;
  const known = readdirSync(runtimes).filter((name) => name.endsWith(SUFFIX));
  const own = tryLock(join(runtimes, ownName));
  if (own === undefined) {
    throw new SoswError('runtime.taken', `a runtime called ${runtimeId} is alive. Stop it, or choose another name`);
  }
  const others = known.filter((name) => name !== ownName).map((name) => probed(join(runtimes, name)));
  const dead = others.filter((other) => other !== 'alive' && other !== 'gone');
  // A file of one's own name is that of an earlier life, which is as dead as the others.
  const earlierLife = known.includes(ownName) ? [own] : [];
  const names = [...dead, ...earlierLife].map((lock) => basename(lock.name, SUFFIX)).sort();
  try {
    await recover(names, !others.includes('alive'));
  } catch (error) {
    for (const lock of [...dead, ...earlierLife]) unlock(lock);
    if (earlierLife.length === 0) removeAndUnlock(own);
    throw error;
  }
  for (const lock of dead) removeAndUnlock(lock);
  return { leave: () => removeAndUnlock(own) };
}

/** The lock of a runtime that has died, whose file may since have been removed by its own last act. */
function probed(file: string): Lock | 'alive' | 'gone' {
  try {
    return tryLock(file, { fileMustExist: true }) ?? 'alive';
  } catch (error) {
    if (!existsSync(file)) return 'gone';
    throw error;
  }
}

async function waitFor(file: string): Promise<Lock> {
  const end = performance.now() + WAIT_MS;
  for (;;) {
    const lock = tryLock(file);
    if (lock !== undefined) return lock;
    if (performance.now() > end) {
      const message = `another runtime has been recovering for ${WAIT_MS / 1000} s; ${file} is locked. Try again later`;
      throw new SoswError('runtime.busy', message, { retryable: true });
    }
    await sleep(LOOK_MS);
  }
}

/** Takes the lock that lasts until it is given back, or tells that somebody has it. */
function tryLock(file: string, options: { readonly fileMustExist?: boolean } = {}): Lock | undefined {
  const lock = new Database(file, { ...options, timeout: 0 });
  try {
    // Nothing is ever written: without this, an empty journal would lie beside each lock.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    held.add(lock);
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw storeFailure(error, file);
  }
}

function unlock(lock: Lock): void {
  lock.close();
  held.delete(lock);
}

/** In this order, so that nobody can find the file without its lock. */
function removeAndUnlock(lock: Lock): void {
  rmSync(lock.name, { force: true });
  unlock(lock);
}

/** The name is a file's: it must not lead elsewhere. */
function checkName(runtimeId: string): void {
  if (/^[\w.-]{1,100}$/.test(runtimeId)) return;
  throw new RefusedError('runtime.name', {
    path: 'runtimeId',
    expected: '1 to 100 letters, digits, dots, hyphens or underscores',
    found: runtimeId,
  });
}
