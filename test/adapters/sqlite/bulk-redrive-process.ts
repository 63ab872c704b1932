/** A process that works on a bulk operation until it is killed: says what it has changed so far after every page, and `done` at the end. */

import { bulkOverSqlite } from '../../support/bulk-over-sqlite.js';

const [file, operationId] = process.argv.slice(2) as [string, string];
const { bulk, close } = bulkOverSqlite(file);
const onProgress = ({ counts }: { counts?: { changed: number } }) => console.log(counts?.changed);
const { state } = await bulk.run(operationId, { onProgress });
console.log(state);
close();
