import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { SeededChance } from '../../../src/adapters/memory/seeded-chance.js';

const KILLS = 20;
const TASKS = 1200;
/** Another seed kills at other moments: `SOSW_SEED=7 npx vitest run test/entrypoints/local/killed-run.test.ts`. */
const SEED = Number(process.env.SOSW_SEED ?? 1);

const folder = mkdtempSync(join(tmpdir(), 'sosw-killed-'));
const endedFile = join(folder, 'ended.txt');
/** Until it is there one task does not end, so that every round has something to kill. */
const lastRoundFile = join(folder, 'last-round');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WORKER = `
import { appendFileSync, existsSync } from 'node:fs';
export async function handler(event) {
  do await new Promise((resolve) => setTimeout(resolve, 40));
  while (event.numbers[0] === 0 && !existsSync(${JSON.stringify(lastRoundFile)}));
  appendFileSync(${JSON.stringify(endedFile)}, event.task_id + '\\n');
  return { number: event.numbers[0] };
}
`;

const CONFIG = `
task_config:
  labourers:
    counter:
      max_simultaneous_invocations: 4
      timeout: 60
      local: { module: ./worker.mjs }
job_schema_variants:
  default: { chunkable_attrs: [number] }
rows_to_process: 50
`;

function writeProject(): void {
  const numbers = Array.from({ length: TASKS }, (_, number) => number);
  writeFileSync(join(folder, 'worker.mjs'), WORKER);
  writeFileSync(join(folder, 'job.json'), JSON.stringify({ lambda_name: 'counter', isolate_numbers: true, numbers }));
  writeFileSync(join(folder, 'sosw.yaml'), CONFIG);
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Runs `sosw run`; kills it with SIGKILL after so many milliseconds, or as soon as a file is there. */
function run(given: { job?: string; config?: string; killAfterMs?: number; killAtFile?: string } = {}): Promise<Ended> {
  const { job = 'job.json', config = 'sosw.yaml', killAfterMs, killAtFile } = given;
  const main = resolve('dist/entrypoints/cli/main.js');
  const child = spawn(process.execPath, [main, 'run', job, '--config', config, '--data', `${job}.data`], {
    cwd: folder,
  });
  let stderr = '';
  child.stdout.resume();
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const looker =
    killAtFile === undefined ? undefined : setInterval(() => existsSync(killAtFile) && child.kill('SIGKILL'), 20);
  return new Promise((resolveEnd) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      clearInterval(looker);
      resolveEnd({ code, signal, stderr });
    });
  });
}

/** What the database says, after everything has ended. */
function counted() {
  const database = new Database(join(folder, 'job.json.data', 'sosw.db'), { readonly: true });
  try {
    return {
      closed: database
        .prepare(
          'SELECT labourer_id_task_status AS status, count(*) AS tasks, count(DISTINCT payload) AS payloads FROM sosw_closed_tasks GROUP BY 1',
        )
        .all(),
      others: database
        .prepare('SELECT (SELECT count(*) FROM sosw_tasks) + (SELECT count(*) FROM sosw_retry_tasks)')
        .pluck()
        .get(),
      counters: database.prepare('SELECT open, retrying, done, dead, cancelled FROM sosw_jobs').all(),
    };
  } finally {
    database.close();
  }
}

/** The first of them outlives the run that started it, and holds its lock for as long. One that was ended may take a while to be gone. */
const PROGRAM = `
exec 9> lock
flock --timeout 20 9 || echo beside another >> programs.txt
echo started >> programs.txt
if [ ! -e continued ]; then sleep 300; fi
echo ended >> programs.txt
`;

const PROGRAM_CONFIG = `
task_config:
  labourers:
    slow:
      local: { command: [sh, program.sh] }
      timeout: 300
`;

it.runIf(process.platform === 'linux')(
  'ends programs that outlived a killed run before their tasks start again',
  async () => {
    writeFileSync(join(folder, 'program.sh'), PROGRAM);
    writeFileSync(join(folder, 'slow.yaml'), PROGRAM_CONFIG);
    writeFileSync(join(folder, 'slow.json'), JSON.stringify({ lambda_name: 'slow' }));
    const programs = join(folder, 'programs.txt');
    const killed = await run({ job: 'slow.json', config: 'slow.yaml', killAtFile: programs });
    expect(killed.signal).toBe('SIGKILL');
    writeFileSync(join(folder, 'continued'), '');
    const last = await run({ job: 'slow.json', config: 'slow.yaml' });
    expect(last.code, last.stderr).toBe(0);
    expect(readFileSync(programs, 'utf8')).toBe('started\nstarted\nended\n');
  },
  240_000,
);

it(`loses nothing and does nothing twice when it is killed at ${KILLS} random moments and continued`, async () => {
  writeProject();
  const chance = new SeededChance(SEED);
  const ends: Ended[] = [];
  for (let round = 0; round < KILLS; round++) {
    // From the first milliseconds of the start to the middle of the work.
    ends.push(await run({ killAfterMs: 100 + Math.floor(chance.next() ** 2 * 1800) }));
  }
  expect(ends.map(({ signal, stderr }) => signal ?? stderr)).toEqual(Array(KILLS).fill('SIGKILL'));

  writeFileSync(lastRoundFile, '');
  const last = await run();
  expect(last.code, last.stderr).toBe(0);
  expect(counted()).toEqual({
    closed: [{ status: 'counter_1', tasks: TASKS, payloads: TASKS }],
    others: 0,
    counters: [{ open: 0, retrying: 0, done: TASKS, dead: 0, cancelled: 0 }],
  });
  expect(new Set(readFileSync(endedFile, 'utf8').trim().split('\n')).size).toBe(TASKS);
}, 240_000);
