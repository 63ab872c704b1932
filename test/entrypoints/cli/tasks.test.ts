import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SharedWorkspace, sharedWorkspace } from './in-workspace.js';
import { sosw as inProcess } from './aws/run-in-process.js';
import { sosw as asProcess } from './run-sosw.js';
import { jobOf, workspace } from './workspace.js';

/** In this process, which is quicker; what runs workers is a process of its own. */
const sosw = ([command = '', ...args]: readonly string[], { cwd }: { readonly cwd: string }) =>
  command === 'run'
    ? asProcess([command, ...args], { cwd })
    : inProcess(
        command,
        ...args.map((arg) => (arg === 'job.json' ? join(cwd, arg) : arg)),
        '--config',
        join(cwd, 'sosw.yaml'),
      );

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
      task: { task_id: id, state: 'queued', attempts: 0, payload: first?.payload },
      source: 'events',
      events: [{ event: 'created', author: 'scheduler' }],
      explanation: [{ code: expect.any(String) }, {}],
    });
    const told = (await sosw(['tasks', 'show', id], { cwd: folder })).stdout;
    expect(told).toMatch(new RegExp(`^task_id +${id}$`, 'm'));
    expect(told).toMatch(/^Its life\n {2}\d{4}-.*Z {2}created {2}scheduler/m);
    expect(told).toContain('Why is it queued?');

    const unasked = await sosw(['tasks', 'cancel', id], { cwd: folder });
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('--yes');
    expect(await listed(folder, '--stage', 'queued')).toHaveLength(5);
    const cancelled = await sosw(['tasks', 'cancel', id, '--yes', '--json'], { cwd: folder });
    expect(JSON.parse(cancelled.stdout)).toMatchObject({
      operations: [{ action: 'cancel', state: 'done', target: { task_ids: [id] }, changed: 1, skipped: 0 }],
    });
    expect((await listed(folder, '--stage', 'cancelled')).map(({ task_id }) => task_id)).toEqual([id]);
    const twice = await sosw(['tasks', 'cancel', id, '--yes'], { cwd: folder });
    expect(twice.code).toBe(3);
  });

  it('retries a dead task, which a run then works again', async () => {
    const { folder } = workspace({ job: jobOf('a', 'fail-1') });
    expect((await sosw(['run', 'job.json'], { cwd: folder })).code).toBe(1);
    const [dead] = await listed(folder, '--stage', 'dead');
    const id = dead?.task_id ?? '';
    const wouldBe = await sosw(['tasks', 'retry', id, '--dry-run'], { cwd: folder });
    expect(wouldBe).toMatchObject({ code: 0, stdout: `${id}: would be retried\n` });
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

describe('sosw tasks, by what holds for them', () => {
  let shared: SharedWorkspace;
  beforeAll(async () => {
    shared = sharedWorkspace({ job: jobOf('apple', 'banana', 'cherry') });
    await shared.sosw('schedule', join(shared.folder, 'job.json'));
  });
  afterAll(() => shared.remove());

  const found = async (...args: string[]): Promise<string[]> =>
    letters((await shared.sosw('tasks', 'list', '--json', ...args)).json<{ tasks: readonly Listed[] }>().tasks);

  it.each([
    [['--text', 'AN'], ['banana']],
    [
      ['--labourer', 'elsewhere', '--labourer', 'shout'],
      ['apple', 'banana', 'cherry'],
    ],
    [
      ['--state', 'dead,queued', '--text', 'e'],
      ['apple', 'banana', 'cherry'],
    ],
    [['--stage', 'queued', '--text', 'cherry'], ['cherry']],
    [['--state', 'running'], []],
    [['--attempts-from', '1'], []],
    [
      ['--attempts-up-to', '0', '--created-from', '2020-01-01'],
      ['apple', 'banana', 'cherry'],
    ],
    [['--created-before', '2020-01-01T00:00:00Z'], []],
    [['--closed-from', '2020-01-01'], []],
    [['--job', 'unknown'], []],
  ])('list %j finds %j', async (args, expected) => {
    expect(await found(...args)).toEqual(expected);
  });

  it('list tells tasks in the order that is wanted, page by page', async () => {
    const query = ['tasks', 'list', '--order', 'oldest', '--limit', '2'];
    const first = (await shared.sosw(...query, '--json')).json<{ tasks: readonly Listed[]; next: string }>();
    expect(first.tasks).toHaveLength(2);
    expect((await shared.sosw(...query)).stdout).toContain(`--after '${first.next}'`);
    const rest = (await shared.sosw(...query, '--after', first.next, '--json')).json<{ tasks: readonly Listed[] }>();
    expect(letters([...first.tasks, ...rest.tasks])).toEqual(['apple', 'banana', 'cherry']);
    expect(rest).toMatchObject({ next: null });
  });

  it('list says that it found nothing', async () => {
    expect((await shared.sosw('tasks', 'list', '--text', 'durian')).stdout).toBe('No task is as asked for.\n');
  });

  it.each([
    [['list', '--labourer', 'shuot'], 3, 'Did you mean shout?'],
    [['list', '--state', 'deda'], 2, 'Did you mean dead?'],
    [['list', '--order', 'largest'], 2, 'Allowed choices are newest, oldest, attempts'],
    [['list', '--attempts-from', '-1'], 2, 'Expected a whole number from 0'],
    [['cancel', '--yes'], 3, 'filter.empty'],
    [['cancel', '--state', 'done', '--text', 'a', '--yes'], 3, 'filter.state'],
    [['cancel', 'someone', '--text', 'a', '--yes'], 2, 'name tasks by their ids, or by options'],
    [['cancel', '--text', 'apple'], 2, 'nobody is here to ask; --yes cancels without asking'],
    [['retry', '--text', 'apple'], 2, 'nobody is here to ask; --yes retries without asking'],
    [['show', 'unknown'], 3, 'task.unknown'],
  ])('%j is refused', async (args, code, message) => {
    const ended = await shared.sosw('tasks', ...args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(message);
  });

  it('cancel ends all that the options hold for, once it was told what they are', async () => {
    const dry = await shared.sosw('tasks', 'cancel', '--text', 'BANANA', '--dry-run', '--json');
    expect(dry.json()).toMatchObject({
      action: 'cancel',
      filter: { text: 'BANANA' },
      matched: 1,
      sample: [{ state: 'queued' }],
    });
    expect(await found('--state', 'cancelled')).toEqual([]);
    const { code, stdout } = await shared.sosw('tasks', 'cancel', '--text', 'BANANA', '--yes');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^1 task cancelled \(operation [0-9a-f]{32}\)\n$/),
    });
    expect(await found('--state', 'cancelled')).toEqual(['banana']);
    const [banana] = (await shared.sosw('tasks', 'list', '--state', 'cancelled', '--json')).json<{ tasks: Listed[] }>()
      .tasks;
    const [apple] = (await shared.sosw('tasks', 'list', '--text', 'apple', '--json')).json<{ tasks: Listed[] }>().tasks;
    const mixed = await shared.sosw('tasks', 'retry', banana?.task_id ?? '', apple?.task_id ?? '');
    expect(mixed.code).toBe(3);
    expect(mixed.stderr).toContain('task.stage');
    expect(await found('--state', 'cancelled')).toEqual(['banana']);
    const back = await shared.sosw('tasks', 'retry', banana?.task_id ?? '', '--json');
    expect(back.json()).toMatchObject({ operations: [{ action: 'redrive', changed: 1 }] });
    expect(await found('--state', 'queued')).toEqual(['apple', 'banana', 'cherry']);
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
