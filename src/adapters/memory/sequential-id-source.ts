/** Names in the order of their asking, so that a run comes out the same each time. */

import { createHash } from 'node:crypto';
import type { IdSource } from '../../application/ports/id-source.js';
import { type TaskId, taskId } from '../../domain/ids.js';

export class SequentialIdSource implements IdSource {
  readonly #prefix: string;
  readonly #digits: string;
  #taskIds = 0;
  #nonces = 0;

  /** `prefix` is the process's name: sources with different ones never give the same name. Without dots. */
  constructor(prefix = 'test') {
    if (!/^[A-Za-z0-9_-]+$/.test(prefix)) throw new RangeError(`not a process name: ${prefix}`);
    this.#prefix = prefix;
    this.#digits = this.digest(prefix).slice(0, 20);
  }

  taskId(): TaskId {
    return taskId(this.#digits + (this.#taskIds++).toString(16).padStart(12, '0'));
  }

  nonce(): string {
    return `${this.#prefix}-${(this.#nonces++).toString(36)}`;
  }

  digest(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}
