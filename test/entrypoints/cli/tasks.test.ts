import { describe, expect, it } from 'vitest';
import { sosw } from './run-sosw.js';
import { jobOf, workspace } from './workspace.js';

interface Listed {
  readonly task_id: string;
  readonly state: string;
  readonly payload: { readonly letters: readonly string[] };
}

async function listed(folder: string, ...args: string[]): Promise<readonly Listed[]> {
  const { stdout } = await sosw(['tasks', 'list', '--json', ...args], { cwd: folder });
  return JSON.parse(stdout).tasks;
}

const letters = (tasks: readonly Listed[]): string[] => tasks.map(({ payload }) => payload.letters[0] ?? '').sort();

describe('sosw tasks', () => {
  it('lists, shows and cancels tasks that are queued', async () => {
    const { folder } = workspace({ config: 'task_events: true\n' });
    await sosw(['schedule', 'job.json'], { cwd: folder });
    expect(letters(await listed(folder, '--labourer', 'shout', '--stage', 'queued'))).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    expect(await listed(folder, '--stage', 'queued', '--limit', '2')).toHaveLength(2);
    expect(await listed(folder, '--labourer', 'elsewhere')).toEqual([]);
    const [first] = await listed(folder);
    const id = first?.task_id ?? '';

    const shown = await sosw(['tasks', 'show', id, '--json'], { cwd: folder });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      task_id: id,
      state: 'queued',
      attempts: 0,
      payload: first?.payload,
      events: [{ action: 'created', author: 'scheduler' }],
    });
    expect((await sosw(['tasks', 'show', id], { cwd: folder })).stdout).toContain(id);

    const unasked = await sosw(['tasks', 'cancel', id], { cwd: folder });
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('--yes');
    expect(await listed(folder, '--stage', 'queued')).toHaveLength(5);
    const cancelled = await sosw(['tasks', 'cancel', id, '--yes', '--json'], { cwd: folder });
    expect(JSON.parse(cancelled.stdout)).toEqual({ tasks: [{ task_id: id, outcome: 'cancelled' }] });
    expect((await listed(folder, '--stage', 'cancelled')).map(({ task_id }) => task_id)).toEqual([id]);
    const twice = await sosw(['tasks', 'cancel', id, '--yes'], { cwd: folder });
    expect(twice.code).toBe(3);
  });

  it('retries a dead task, which a run then works again', async () => {
    const { folder } = workspace({ job: jobOf('a', 'fail-1') });
    expect((await sosw(['run', 'job.json'], { cwd: folder })).code).toBe(1);
    const [dead] = await listed(folder, '--stage', 'dead');
    const id = dead?.task_id ?? '';
    const retried = await sosw(['tasks', 'retry', id], { cwd: folder });
    expect(retried).toMatchObject({ code: 0, stdout: `${id}: retried\n` });
    expect(await listed(folder, '--stage', 'queued')).toHaveLength(1);
    const ran = await sosw(['run', 'job.json', '--json'], { cwd: folder });
    expect(JSON.parse(ran.stdout)).toMatchObject({ state: 'done', done: 1, dead: 1 });
  });

  it('changes none of several tasks when one of them is unknown', async () => {
    const { folder } = workspace();
    await sosw(['schedule', 'job.json'], { cwd: folder });
    const [first] = await listed(folder);
    const { code } = await sosw(['tasks', 'cancel', first?.task_id ?? '', 'unknown', '--yes'], { cwd: folder });
    expect(code).toBe(3);
    expect(await listed(folder, '--stage', 'queued')).toHaveLength(5);
  });
});

describe('sosw status', () => {
  it('tells where tasks stand, why a labourer may do what it may, and how far jobs are', async () => {
    const { folder } = workspace({ job: jobOf('a', 'b', 'fail-1') });
    await sosw(['run', 'job.json'], { cwd: folder });
    const { code, stdout } = await sosw(['status', '--json'], { cwd: folder });
    expect(code).toBe(0);
    const status = JSON.parse(stdout);
    expect(status.labourers[0]).toMatchObject({
      labourer_id: 'shout',
      cap: 2,
      allowance: 2,
      paused: false,
      queued: 0,
      running: 0,
      retrying: 0,
      done: 2,
      dead: 1,
      decision: { text: 'allowed 2 of 2: no health metrics → High' },
    });
    expect(status.jobs).toMatchObject([{ done: 2, dead: 1, open: 0 }]);
    const told = await sosw(['status'], { cwd: folder });
    expect(told.stdout).toContain('shout: allowed 2 of 2: no health metrics → High');
  });

  it('does not make data that is not there', async () => {
    const { folder: empty, hasData } = workspace();
    const { code, stdout } = await sosw(['status', '--json'], { cwd: empty });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'data.missing' } });
    expect(hasData()).toBe(false);
  });
});
