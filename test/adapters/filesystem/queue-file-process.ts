/**
 * A process of its own on a queue folder: `write <folder> <name> <rows>` makes a file of slow rows, `work <folder> <name>` works it
 * to its end. It says on stdout what it did, line by line.
 */

import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { FilesystemQueueFile } from '../../../src/adapters/filesystem/filesystem-queue-file.js';
import type { Lease } from '../../../src/application/ports/queue-file.js';
import { epochSeconds, seconds } from '../../../src/domain/time.js';

const LEASE_LIFE = seconds(0.4);
const [command, folder = '', name = '', rows = '0'] = process.argv.slice(2);
const files = new FilesystemQueueFile(folder);
const say = (text: string) => writeSync(1, `${text}\n`);
const until = () => ({ now: epochSeconds(Date.now() / 1000), life: LEASE_LIFE });

function* lines(): Iterable<string> {
  for (let row = 0; row < Number(rows); row++) {
    if (row === 20_000) say('writing');
    if (row > 20_000 && row % 1000 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    yield `{"row":${row},"by":${process.pid},"text":"${'x'.repeat(100)}"}`;
  }
}

async function work(): Promise<void> {
  for (;;) {
    let lease: Lease | string = await files.acquire(name, until());
    if (lease === 'finished' || lease === 'missing') return;
    while (typeof lease === 'object') {
      const { lines: read, next } = await files.read(lease, 10);
      if (read.length === 0 && (await files.finish(lease, { ...until(), recordDays: 1 })) === 'finished')
        say('finished');
      const moved: Lease | 'lost' = read.length === 0 ? 'lost' : await files.checkpoint(lease, next, until());
      if (moved === 'lost') break;
      say(`${lease.cursor.row}-${next.row}`);
      lease = moved;
    }
    await setTimeout(20);
  }
}

try {
  if (command === 'write') say(await files.create(name, { identity: name, contentHash: String(process.pid) }, lines()));
  else await work();
} catch (error) {
  say(`error ${(error as { code?: string }).code ?? error}`);
}
