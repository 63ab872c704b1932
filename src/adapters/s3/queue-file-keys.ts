/** Where in the bucket the parts of a queue file are, and back from a key to the file it belongs to. */

import { RefusedError } from '../../domain/errors.js';
import { assertQueueFileName } from '../../domain/queue-file-name.js';

/** Characters that S3 takes without any encoding. */
const PLAIN_PREFIX = /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;
/** No name of a queue file holds one, so a key with it can't be taken for another file's. */
const ATTEMPT_MARK = '~';
const RECORD_END = '.json';

export class QueueFileKeys {
  /** Rows lie directly below, all else in folders: one listing with a delimiter sees rows alone, and which folders there are. */
  readonly top: string;
  /** Records of pending files. */
  readonly leases: string;
  /** Records of finished jobs; the bucket's lifecycle rule on this prefix forgets them. */
  readonly done: string;

  /** Refuses (`config.value`) a prefix that isn't made of plain names. */
  constructor(prefix: string) {
    if (!PLAIN_PREFIX.test(prefix)) {
      throw new RefusedError('config.value', {
        path: 's3_prefix',
        expected: 'names of letters, digits, "_", "-" and ".", with "/" between them',
        found: prefix,
      });
    }
    this.top = `${prefix}/`;
    this.leases = `${this.top}leases/`;
    this.done = `${this.top}done/`;
  }

  rows(name: string): string {
    return this.top + assertQueueFileName(name);
  }

  /** For rows whose own key is taken by what a crashed creator left. */
  attempt(name: string, attempt: string): string {
    return this.rows(name) + ATTEMPT_MARK + attempt;
  }

  lease(name: string): string {
    return this.leases + assertQueueFileName(name) + RECORD_END;
  }

  doneRecord(name: string): string {
    return `${this.done}done_${assertQueueFileName(name)}${RECORD_END}`;
  }

  nameOfRows(key: string): { readonly name: string; readonly isAttempt: boolean } {
    const [name = '', attempt] = key.slice(this.top.length).split(ATTEMPT_MARK);
    return { name, isAttempt: attempt !== undefined };
  }

  nameOfLease(key: string): string {
    return key.slice(this.leases.length, -RECORD_END.length);
  }
}
