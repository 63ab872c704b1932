/** Names that nobody has had before, and digests that always come out the same. */

import type { TaskId } from '../../domain/ids.js';

export interface IdSource {
  /** 32 fresh hex digits. */
  taskId(): TaskId;
  /** A fresh name for one claim, never reused by anyone; begins with this process's own name and a dot-free separator `-`. */
  nonce(): string;
  /** SHA-256 of the text in hex: 64 digits. */
  digest(text: string): string;
}
