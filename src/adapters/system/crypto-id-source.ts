/** Fresh names from the machine's randomness, and SHA-256. */

import { createHash, randomBytes } from 'node:crypto';
import type { IdSource } from '../../application/ports/id-source.js';
import { type TaskId, taskId } from '../../domain/ids.js';

/** A slot is `<expires_at>.<nonce>`, so a nonce has no dot. */
const PROCESS_NAME = /^[A-Za-z0-9_-]{1,100}$/;

export class CryptoIdSource implements IdSource {
  readonly #processName: string;
  #nonces = 0;

  /** `processName` must be this run's alone, since nonces count from 0 in every process; a random one if none is given. */
  constructor(processName: string = randomBytes(8).toString('hex')) {
    if (!PROCESS_NAME.test(processName)) throw new RangeError(`not a process name: ${processName}`);
    this.#processName = processName;
  }

  taskId(): TaskId {
    return taskId(randomBytes(16).toString('hex'));
  }

  nonce(): string {
    return `${this.#processName}-${(this.#nonces++).toString(36)}`;
  }

  digest(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}
