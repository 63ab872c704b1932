/** A runtime in a process of its own: `<folder> <name>`. Says whom it found dead and whether it is alone, and leaves when it is told to. */

import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { RuntimeLocks } from '../../../src/adapters/sqlite/runtime-locks.js';

const [folder = '', name = '', recoveryMs = '0'] = process.argv.slice(2);
const say = (what: unknown) => console.log(JSON.stringify(what));

const lock = await RuntimeLocks.enter(folder, name, async (dead, alone) => {
  say({ dead, alone, at: Date.now() });
  await setTimeout(Number(recoveryMs));
  say({ recoveredAt: Date.now() });
});
say('entered');
await once(process.stdin, 'data');
lock.leave();
process.exit(0);
