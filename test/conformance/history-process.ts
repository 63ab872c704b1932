/**
 * A process of its own on a file: `<file> <seed>` works it round by round until it is killed. It says `ready`, then of each round what
 * it tries and, once that is answered, the answers.
 */

import { writeSync } from 'node:fs';
import { SeededChance } from '../../src/adapters/memory/seeded-chance.js';
import { openDatabase } from '../../src/adapters/sqlite/open-database.js';
import { SqliteSlotLedger } from '../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskStore } from '../../src/adapters/sqlite/sqlite-task-store.js';
import { made, nextRound, told } from './random-work.js';

const [file = '', seed = '0'] = process.argv.slice(2);
const chance = new SeededChance(Number(seed));
const database = openDatabase({ file });
const stores = { tasks: new SqliteTaskStore(database), ledger: new SqliteSlotLedger(database) };
const say = (value: unknown) => writeSync(1, `${told(value)}\n`);

say('ready');
for (;;) {
  const calls = await nextRound(stores, chance);
  say(calls);
  say(await made(stores, calls));
}
