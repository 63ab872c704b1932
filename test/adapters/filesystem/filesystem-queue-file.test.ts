import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FilesystemQueueFile } from '../../../src/adapters/filesystem/filesystem-queue-file.js';
import { readRows, writeRows } from '../../../src/adapters/filesystem/queue-file-rows.js';
import type { Lease } from '../../../src/application/ports/queue-file.js';
import { epochSeconds, seconds } from '../../../src/domain/time.js';
import { queueFileContract } from '../../contracts/queue-file.contract.js';

const NAME = 'tasks_queue_job.txt';
const JOB = { identity: 'job', contentHash: 'hash' };
const NOW = epochSeconds(1_700_000_000);
const LEASE = { now: NOW, life: seconds(60) };

let folder: string;
let files: FilesystemQueueFile;

function open(): void {
  folder = mkdtempSync(join(tmpdir(), 'sosw-queue-'));
  files = new FilesystemQueueFile(folder);
}

function dispose(): void {
  files.close();
  rmSync(folder, { recursive: true });
}

queueFileContract('filesystem', async () => {
  open();
  return {
    queueFile: files,
    forget: async (now) => void (await files.orphans({ now, limit: 0 })),
    dispose: async () => dispose(),
  };
});

/** At a moment that the test chooses: how much garbage there is otherwise depends on how busy the machine is. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** The files of the folder but for the records. */
const content = () => readdirSync(folder).filter((name) => !name.startsWith('.records.'));

const acquired = async () => (await files.acquire(NAME, LEASE)) as Lease;

describe('the folder', () => {
  beforeEach(open);
  afterEach(dispose);

  it('holds the rows as lines of a file of the given name, and no other', async () => {
    await files.create(NAME, JOB, ['{"a":1}', '{"a":2}']);
    expect(content()).toEqual([NAME]);
    expect(readFileSync(join(folder, NAME), 'utf8')).toBe('{"a":1}\n{"a":2}\n');
  });

  it('keeps nothing of a file that could not be completed, or came second', async () => {
    const refusing = function* () {
      yield 'row';
      throw new Error('refused');
    };
    await expect(files.create(NAME, JOB, refusing())).rejects.toThrow('refused');
    await expect(files.create(NAME, JOB, ['two\nlines'])).rejects.toThrow('more than one line');
    expect(content()).toEqual([]);
    await Promise.all([files.create(NAME, JOB, ['first']), files.create(NAME, JOB, ['second'])]);
    expect(content()).toEqual([NAME]);
  });

  it('drops the rows of a finished job', async () => {
    await files.create(NAME, JOB, ['row']);
    await files.finish(await acquired(), { now: NOW, recordDays: 1 });
    expect(content()).toEqual([]);
  });

  it('is tidied of rows that a crash between finishing and deleting left, even when their record goes too', async () => {
    await files.create(NAME, JOB, ['row']);
    await files.finish(await acquired(), { now: NOW, recordDays: 1 });
    writeFileSync(join(folder, NAME), 'row\n');
    await files.orphans({ now: epochSeconds(NOW + 86_400), limit: 1 });
    expect(content()).toEqual([]);
  });

  it('is tidied of old temporary files of its own form, and of nothing else', async () => {
    const uuid = '6f1c8d6e-2b0a-4f2b-9a52-0d6f3c1f7a11';
    const old = [`.${NAME}.${uuid}.tmp`, 'notes.txt', '.notes.tmp', `${NAME}.${uuid}.tmp`];
    for (const name of old) {
      writeFileSync(join(folder, name), '');
      utimesSync(join(folder, name), new Date(0), new Date(0));
    }
    const young = `.young.txt.${uuid}.tmp`;
    writeFileSync(join(folder, young), '');
    await files.orphans({ now: NOW, limit: 1 });
    expect(content().sort()).toEqual([...old.slice(1), young].sort());
  });

  it('replaces rows whose record a crash prevented', async () => {
    writeFileSync(join(folder, NAME), 'of the crashed one\n');
    expect(await files.find(NAME)).toBeUndefined();
    expect(await files.create(NAME, JOB, ['new'])).toBe('created');
    expect((await files.read(await acquired(), 5)).lines).toEqual(['new']);
  });

  it('can be opened again, and then knows all it knew', async () => {
    await files.create(NAME, JOB, ['one', 'two']);
    await files.checkpoint(await acquired(), { row: 1, byte: 4 }, LEASE);
    files.close();
    files = new FilesystemQueueFile(folder);
    expect(await files.acquire(NAME, LEASE)).toBe('taken');
    const later = await files.acquire(NAME, { ...LEASE, now: epochSeconds(NOW + 60) });
    expect(later).toMatchObject({ cursor: { row: 1, byte: 4 } });
  });

  it('answers queue_file.unavailable, to be tried again, where it can not be made', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const unavailable = expect.objectContaining({ code: 'queue_file.unavailable', retryable: true });
    expect(() => new FilesystemQueueFile(join(file, 'below'))).toThrow(unavailable);
  });
});

describe('a damaged file', () => {
  const damaged = expect.objectContaining({ code: 'queue_file.damaged', retryable: false });
  let lease: Lease;
  beforeEach(async () => {
    open();
    await files.create(NAME, JOB, ['first', 'second', 'third']);
    lease = await acquired();
  });
  afterEach(dispose);

  it('is told when it ends before its last row', async () => {
    truncateSync(join(folder, NAME), 'first\nsecond\n'.length);
    await expect(files.read(lease, 3)).rejects.toEqual(damaged);
    expect((await files.read(lease, 2)).lines).toEqual(['first', 'second']);
  });

  it('is told when its last row is half a line', async () => {
    truncateSync(join(folder, NAME), 'first\nsecond\nthird'.length);
    await expect(files.read(lease, 3)).rejects.toEqual(damaged);
  });

  it('is told when it holds what is no text', async () => {
    writeFileSync(join(folder, NAME), Buffer.concat([Buffer.from('first\n'), Buffer.from([0xff, 0xfe, 10, 10])]));
    await expect(files.read(lease, 3)).rejects.toEqual(damaged);
  });

  it('is told when it is gone', async () => {
    rmSync(join(folder, NAME));
    await expect(files.read(lease, 3)).rejects.toEqual(damaged);
  });
});

describe('rows', () => {
  beforeEach(open);
  afterEach(dispose);

  it('longer than what is read at once come back whole', async () => {
    const lines = Array.from({ length: 9 }, (_, row) => '€'.repeat(60_000 * row) + row);
    const path = join(folder, 'long');
    expect(await writeRows(path, lines)).toBe(9);
    expect((await readRows(path, { byte: 0, rows: 9 })).lines).toEqual(lines);
  });

  it.runIf(existsSync('/dev/full'))('on a full disk give queue_file.full', async () => {
    await expect(writeRows('/dev/full', ['row'])).rejects.toEqual(
      expect.objectContaining({ code: 'queue_file.full', retryable: false }),
    );
  });

  it('of a million are written and read in little memory', async () => {
    let most = 0;
    const used = (): number => {
      collectGarbage();
      return process.memoryUsage().rss;
    };
    const before = used();
    function* lines() {
      for (let row = 0; row < 1_000_000; row++) {
        if (row % 50_000 === 0) most = Math.max(most, used() - before);
        yield `{"labourer_id":"some_function","row":${row},"text":"${'x'.repeat(150)}"}`;
      }
    }
    await files.create(NAME, JOB, lines());
    let lease = await acquired();
    for (let read = 1; read > 0; ) {
      const batch = await files.read(lease, 20_000);
      read = batch.lines.length;
      most = Math.max(most, used() - before);
      lease = (await files.checkpoint(lease, batch.next, LEASE)) as Lease;
    }
    expect(lease.cursor.row).toBe(1_000_000);
    // The file has 200 MB; what is held is a chunk, and what has become garbage since the last look.
    expect(most / 1e6).toBeLessThan(120);
  });
});

describe('several processes', { timeout: 240_000 }, () => {
  beforeEach(open);
  afterEach(dispose);

  /** Started by a shell where the process is to have limits. */
  function started(args: readonly string[], shellPrefix?: string): ChildProcess & { said: Promise<string> } {
    const script = fileURLToPath(new URL('./queue-file-process.ts', import.meta.url));
    const node = [process.execPath, '--import', 'tsx', script, ...args];
    const [program = '', ...rest] =
      shellPrefix === undefined ? node : ['bash', '-c', `${shellPrefix}; exec "$@"`, '-', ...node];
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
    return Object.assign(child, { said: text(child.stdout) });
  }

  it('that are killed while they write leave nothing visible, only a temporary file', async () => {
    const writer = started(['write', folder, NAME, '3000000']);
    await once(writer.stdout ?? writer, 'data');
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    expect(await files.find(NAME)).toBeUndefined();
    expect(content()).toEqual([expect.stringMatching(/^\.tasks_queue_job\.txt\..*\.tmp$/)]);
    expect(await files.create(NAME, JOB, ['row'])).toBe('created');
  });

  it('make a file once', async () => {
    const writers = Array.from({ length: 3 }, () => started(['write', folder, NAME, '30000']));
    const said = await Promise.all(writers.map(async (writer) => (await writer.said).split('\n').at(-2)));
    expect(said.sort()).toEqual(['created', 'exists', 'exists']);
    expect((await files.find(NAME))?.rows).toBe(30_000);
    const { lines } = await files.read(await acquired(), 30_000);
    expect(new Set(lines.map((line) => JSON.parse(line).by)).size).toBe(1);
  });

  it('work a file to its end, whoever of them is killed, each row confirmed by exactly one', async () => {
    const rows = 3000;
    await files.create(
      NAME,
      JOB,
      Array.from({ length: rows }, (_, row) => `${row}`),
    );
    const workers = Array.from({ length: 3 }, () => started(['work', folder, NAME]));
    const spoken = workers.map((worker) => once(worker.stdout ?? worker, 'data').then(() => worker));
    const killed = await Promise.any(spoken);
    killed.kill('SIGKILL');
    const said = (await Promise.all(workers.map((worker) => worker.said))).join('').trim().split('\n');
    expect((await files.find(NAME))?.state).toBe('finished');
    expect(said.filter((line) => line === 'finished')).toHaveLength(1);
    const confirmed = said.filter((line) => line.includes('-')).map((line) => Number(line.split('-')[0]));
    expect(new Set(confirmed).size).toBe(confirmed.length);
    // The killed process may have confirmed one batch more than it could say.
    expect(confirmed.length).toBeGreaterThanOrEqual(rows / 10 - 1);
  });

  it.skipIf(process.platform === 'win32')(
    'that run into a limit of the disk say queue_file.full and leave nothing',
    async () => {
      const writer = started(['write', folder, NAME, '300000'], `trap '' XFSZ; ulimit -f 8192`);
      expect((await writer.said).trim().split('\n').at(-1)).toBe('error queue_file.full');
      expect(content()).toEqual([]);
    },
  );
});
