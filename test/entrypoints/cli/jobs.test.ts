import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SharedWorkspace, sharedWorkspace } from './in-workspace.js';
import { jobOf } from './workspace.js';

interface Jobs {
  readonly jobs: readonly { readonly job_id: string; readonly tasks: number; readonly dead: number }[];
}

let shared: SharedWorkspace;
let id: string;
beforeAll(async () => {
  shared = sharedWorkspace({ job: jobOf('a', 'fail-1', 'c') });
  await shared.work();
  id = (await shared.sosw('jobs', 'list', '--json')).json<Jobs>().jobs[0]?.job_id ?? '';
});
afterAll(() => shared.remove());

describe('sosw jobs', () => {
  it('lists jobs and shows one, for people and for machines', async () => {
    const listed = await shared.sosw('jobs', 'list');
    expect(listed.stdout).toMatch(new RegExp(`^${id}  shout +\\d{4}-.*Z +3 +0 +2 +1 +0 +0 +100 %$`, 'm'));
    const facts = { job_id: id, labourer_id: 'shout', tasks: 3, open: 0, done: 2, dead: 1 };
    expect((await shared.sosw('jobs', 'list', '--json')).json()).toMatchObject({ jobs: [facts] });
    expect((await shared.sosw('jobs', 'show', id, '--json')).json()).toMatchObject(facts);
    const shown = await shared.sosw('jobs', 'show', id);
    expect(shown.stdout).toContain('  tasks     3, 100 % ended\n');
    expect(shown.stdout).toContain(`sosw tasks list --job ${id} --state dead`);
  });

  it('draws the tasks of one as letters, with what they mean', async () => {
    const { stdout } = await shared.sosw('jobs', 'grid', id);
    expect(stdout).toBe(`${id}: 3 tasks, letters down\n\na        .\nfail-1   x\nc        .\n\nx dead 1   . done 2\n`);
    const grid = await shared.sosw('jobs', 'grid', id, '--json');
    expect(grid.json()).toMatchObject({ job_id: id, rows: ['a', 'fail-1', 'c'], tasks: 3, left_out: 0 });
    const across = await shared.sosw('jobs', 'grid', id, '--columns', 'letters', '--json');
    expect(across.json()).toMatchObject({ columns: ['a', 'fail-1', 'c'] });
    const wrong = await shared.sosw('jobs', 'grid', id, '--rows', 'colours', '--json');
    expect({ code: wrong.code, ...wrong.json<object>() }).toMatchObject({ code: 3, error: { code: 'grid.dimension' } });
  });

  it('refuses a job that there is not, with the one that was probably meant', async () => {
    for (const command of ['show', 'grid', 'cancel']) {
      const { code, stderr } = await shared.sosw('jobs', command, id.slice(0, 9));
      expect(code).toBe(3);
      expect(stderr).toContain('refused (job.unknown)');
      expect(stderr).toContain(`Did you mean ${id}?`);
    }
  });
});

describe('sosw jobs cancel', () => {
  it('ends what has not ended yet: told before, agreed to, recorded', async () => {
    const job = join(shared.folder, 'job.json');
    await shared.sosw('schedule', job, '--again');
    const { jobs } = (await shared.sosw('jobs', 'list', '--json')).json<Jobs>();
    const again = jobs.find(({ job_id }) => job_id !== id)?.job_id ?? '';
    const cancel = (...args: string[]) => shared.sosw('jobs', 'cancel', again, ...args);

    const preview = await cancel('--dry-run');
    expect(preview.stdout).toContain('3 tasks would be cancelled:\n');
    expect((await cancel('--dry-run', '--json')).json()).toMatchObject({
      action: 'cancel',
      matched: 3,
      exact: true,
      filter: { job: again },
    });
    const unasked = await cancel();
    expect({ code: unasked.code, stdout: unasked.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unasked.stderr).toContain('nobody is here to ask; --yes cancels without asking');
    expect((await cancel('--yes', '--json')).json()).toMatchObject({
      state: 'done',
      changed: 3,
      skipped: 0,
      matched: 3,
    });
    expect((await shared.sosw('jobs', 'show', again, '--json')).json()).toMatchObject({ open: 0, cancelled: 3 });
    expect((await cancel('--yes')).stdout).toBe('No task is as asked for; nothing was changed.\n');
  });
});
