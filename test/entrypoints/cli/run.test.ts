import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sosw, startSosw } from './run-sosw.js';
import { JOB, jobOf, workspace } from './workspace.js';

/** What colours and redrawn lines begin with. */
const ESCAPE = '\u001b';

describe('sosw run', () => {
  it('works a job to its end and writes its results', async () => {
    const { folder } = workspace();
    const { code, stdout } = await sosw(['run', 'job.json', '--json'], { cwd: folder });
    expect(code).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({ state: 'done', planned: 5, done: 5, dead: 0, cancelled: 0, retries: 0 });
    const results = readFileSync(summary.results_file, 'utf8').trimEnd().split('\n');
    const shouted = results.map((line) => JSON.parse(line).result.shouted);
    expect(shouted.sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('tells people the outcome on standard output and its progress on standard error, without colours', async () => {
    const { folder } = workspace();
    const { stdout, stderr } = await sosw(['run', 'job.json'], { cwd: folder, env: { NO_COLOR: '1' } });
    expect(stdout).toMatch(/^The job is done\.\n {2}done +5 of 5\n {2}dead +0\n {2}retried +0\n/);
    expect(stdout).toMatch(/ {2}results +\.sosw\/results\/run-[0-9a-f]{20}\.ndjson\n/);
    expect(stderr).toContain('5 tasks for shout, up to 2 at once');
    expect(stdout + stderr).not.toContain(ESCAPE);
  });

  it('does nothing twice, unless it is asked to', async () => {
    const { folder } = workspace();
    const first = JSON.parse((await sosw(['run', 'job.json', '--json'], { cwd: folder })).stdout);
    const again = JSON.parse((await sosw(['run', 'job.json', '--json'], { cwd: folder })).stdout);
    expect(again).toMatchObject({ state: 'already_done', job_id: first.job_id, done: 5 });
    const anew = JSON.parse((await sosw(['run', 'job.json', '--json', '--again'], { cwd: folder })).stdout);
    expect(anew).toMatchObject({ state: 'done', job_id: `${first.job_id}-2`, done: 5 });
    const told = await sosw(['run', 'job.json'], { cwd: folder });
    expect(told.code).toBe(0);
    expect(told.stdout).toContain('The job was done already.');
    expect(told.stdout).toContain(`${first.job_id}-2`);
    expect(told.stdout).toContain('--again');
  });

  it('keeps its data where --data says', async () => {
    const { folder, hasData } = workspace();
    const { stdout } = await sosw(['run', 'job.json', '--data', 'elsewhere', '--json'], { cwd: folder });
    expect(JSON.parse(stdout).results_file).toContain(join(folder, 'elsewhere'));
    expect(hasData()).toBe(false);
  });

  it('is the job that its job_id says it is, once', async () => {
    const { folder } = workspace({ job: { ...JOB, job_id: 'mine' } });
    const first = JSON.parse((await sosw(['run', 'job.json', '--json'], { cwd: folder })).stdout);
    expect(first).toMatchObject({ job_id: 'mine', state: 'done' });
    const again = await sosw(['run', 'job.json', '--again', '--json'], { cwd: folder });
    expect(again.code).toBe(3);
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'job.job_id' } });
  });

  it('fails when tasks are dead, and names them', async () => {
    const { folder } = workspace({ job: jobOf('a', 'fail-1', 'b') });
    const { code, stdout } = await sosw(['run', 'job.json', '--json'], { cwd: folder });
    expect(code).toBe(1);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({ done: 2, dead: 1 });
    expect(summary.dead_tasks).toMatchObject([{ last_error: { name: 'Error', message: 'fail-1 is no letter' } }]);
    const told = await sosw(['run', 'job.json'], { cwd: folder });
    expect(told.code).toBe(1);
    expect(told.stdout).toContain(`${summary.dead_tasks[0].task_id}  Error: fail-1 is no letter`);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stopped by %s leaves a job that the same command continues',
    async (signal) => {
      const letters = Array.from({ length: 12 }, (_, index) => `held-${index}`);
      const { folder } = workspace({ job: jobOf(...letters) });
      const running = startSosw(['run', 'job.json'], { cwd: folder });
      await running.told('2 running');
      running.kill(signal);
      await running.told('Stopping');
      writeFileSync(join(folder, 'go'), '');
      const stopped = await running.ended;
      expect(stopped.code).toBe(130);
      expect(stopped.stdout).toContain('The job was interrupted; nothing of it is lost.');
      expect(stopped.stdout).toContain('To continue: sosw run job.json');

      const { code, stdout } = await sosw(['run', 'job.json', '--json'], { cwd: folder });
      expect(code).toBe(0);
      const summary = JSON.parse(stdout);
      expect(summary).toMatchObject({ state: 'done', done: 12, dead: 0 });
      const results = readFileSync(summary.results_file, 'utf8').trimEnd().split('\n');
      expect(new Set(results.map((line) => JSON.parse(line).result.shouted)).size).toBe(12);
    },
  );

  it('tells of a damaged database and leaves it as it is', async () => {
    const { folder } = workspace();
    const file = join(folder, '.sosw', 'sosw.db');
    mkdirSync(join(folder, '.sosw'));
    writeFileSync(file, 'this is no database, and was never one');
    const { code, stdout, stderr } = await sosw(['run', 'job.json', '--json'], { cwd: folder });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error.code).toMatch(/^store\./);
    expect(stderr).toContain(file);
    expect(readFileSync(file, 'utf8')).toBe('this is no database, and was never one');
  });
});

describe('sosw schedule', () => {
  it('makes tasks that a run of the same job works', async () => {
    const { folder } = workspace();
    const { code, stdout } = await sosw(['schedule', 'job.json', '--json'], { cwd: folder });
    expect(code).toBe(0);
    const scheduled = JSON.parse(stdout);
    expect(scheduled).toMatchObject({ state: 'finished', tasks: 5, added: 5 });
    const ran = JSON.parse((await sosw(['run', 'job.json', '--json'], { cwd: folder })).stdout);
    expect(ran).toMatchObject({ job_id: scheduled.job_id, planned: 5, done: 5 });
  });

  it('adds nothing for a job that is there, unless it is asked to', async () => {
    const { folder } = workspace();
    await sosw(['schedule', 'job.json'], { cwd: folder });
    const again = await sosw(['schedule', 'job.json'], { cwd: folder });
    expect(again.stdout).toContain('was scheduled already: 5 tasks');
    const anew = JSON.parse((await sosw(['schedule', 'job.json', '--again', '--json'], { cwd: folder })).stdout);
    expect(anew).toMatchObject({ added: 5 });
    expect(existsSync(join(folder, '.sosw'))).toBe(true);
  });
});
