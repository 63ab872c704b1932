/**
 * A process that works on a bulk operation, `<file> <operation> [pages]`: says `ready`, waits for a line, then says what it has changed so
 * far after every page, and `done` at the end. Where pages are given it stands still one page later, until it is killed.
 */

import { once } from 'node:events';
import { bulkOverSqlite } from '../../support/bulk-over-sqlite.js';

const [file, operationId, pages] = process.argv.slice(2) as [string, string, string?];
const { bulk, close } = bulkOverSqlite(file);
console.log('ready');
await once(process.stdin, 'data');
process.stdin.destroy();

let left = pages === undefined ? Number.POSITIVE_INFINITY : Number(pages);
function onProgress({ counts }: { counts?: { changed: number } }): void {
  if (left-- === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  console.log(counts?.changed);
}
const { state } = await bulk.run(operationId, { onProgress });
console.log(state);
close();
