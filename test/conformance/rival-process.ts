/**
 * A process of its own on a file that others work too: `<file> <name> <seed> <rounds>` waits for a line, opens the file, and adds, changes
 * and reserves at random, for longer where it has not met the others in so many rounds. Says what of it was made.
 */

import { once } from 'node:events';
import { SeededChance } from '../../src/adapters/memory/seeded-chance.js';
import { openDatabase } from '../../src/adapters/sqlite/open-database.js';
import { SqliteSlotLedger } from '../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskStore } from '../../src/adapters/sqlite/sqlite-task-store.js';
import { claim } from '../../src/domain/life.js';
import { decideAllowance, giveBack, reserve, type Token, tokensOut } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { guardHolds, type Transition, transformed } from '../../src/domain/transition.js';
import { aWindow, NOW } from '../support/a-task.js';
import { below, decidedOn, told, WORKED_BY, WORKED_IDS, workedTask } from './random-work.js';
import { ALLOWANCE, type RivalReport } from './rivals.js';

const LIFE = seconds(1200);
/** On a busy machine processes may hardly run at the same time: so many times the rounds, until they meet. */
const PATIENCE = 10;
const [file = '', name = '', seed = '0', rounds = '0'] = process.argv.slice(2);
const chance = new SeededChance(Number(seed));
console.log('ready');
await once(process.stdin, 'data');

const database = openDatabase({ file });
const tasks = new SqliteTaskStore(database);
const ledger = new SqliteSlotLedger(database);
const added: string[] = [];
const changes: (readonly [before: Task, after: Task])[] = [];
const versions: number[] = [];
const held: Token[] = [];
let [stale, lost, mostOut, unguarded] = [0, 0, 0, 0];

async function add(): Promise<void> {
  const wanted = Array.from({ length: 5 }, () => workedTask(below(chance, WORKED_IDS.length)));
  for (const [index, outcome] of (await tasks.add(wanted)).entries()) {
    if (outcome === 'added') added.push((wanted[index] as Task).taskId);
  }
}

/** Each claim has a slot that nobody else's has. */
const ownClaim = (row: Task, round: number): Transition => claim(row, aWindow(), `1700002400.${name}-${round}`);

async function change(round: number): Promise<void> {
  const decided: Transition[] = [];
  for (let left = 1 + below(chance, 4); left > 0; left--) {
    const row = await tasks.get(WORKED_IDS[below(chance, WORKED_IDS.length)] as Task['taskId']);
    if (row === undefined) continue;
    const isClaim = row.stage === 'open' && row.slot === undefined && chance.next() < 0.6;
    decided.push(...(isClaim ? [ownClaim(row, round)] : decidedOn(row, chance).filter(isNoClaim)));
  }
  for (const [index, outcome] of (await tasks.apply(decided)).entries()) {
    const transition = decided[index] as Transition;
    if (outcome.outcome === 'stale') stale += 1;
    if (outcome.outcome !== 'applied') continue;
    changes.push([outcome.before, transformed(outcome.before, transition)]);
    if (!guardHolds(outcome.before, transition)) unguarded += 1;
  }
}

const isNoClaim = (transition: Transition): boolean => transition.name !== 'claim';

/** Reserves tokens, or gives one back. */
async function reserveOrReturn(): Promise<void> {
  const row = await ledger.read(WORKED_BY[0] as Task['labourerId']);
  mostOut = Math.max(mostOut, tokensOut(row, NOW));
  const returned = held.slice(0, 1);
  const isReturn = returned.length > 0 && chance.next() < 0.6;
  const settled = row.version === 0 ? decideAllowance(row, { cap: ALLOWANCE, allowance: ALLOWANCE }, NOW) : row;
  const reserved = reserve(settled, 1 + below(chance, 3), NOW, LIFE);
  const written = isReturn ? giveBack(row, returned, NOW).row : reserved.row;
  if (written === undefined) return;
  if ((await ledger.compareAndSet(written)) !== 'written') {
    lost += 1;
    return;
  }
  versions.push(written.version + 1);
  if (isReturn) held.shift();
  else held.push(...reserved.result);
}

const hasMet = (): boolean => stale > 0 && lost > 0;

for (let round = 0; round < Number(rounds) * (hasMet() ? 1 : PATIENCE); round++) {
  const dice = chance.next();
  if (dice < 0.15) await add();
  else if (dice < 0.4) await reserveOrReturn();
  else await change(round);
}
database.close();
const report: RivalReport = { added, changes, versions, held: held.length, stale, lost, mostOut, unguarded };
process.stdout.write(`${told(report)}\n`, () => process.exit(0));
