import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSosw } from './run-sosw.js';
import { type SharedWorkspace, sharedWorkspace } from './in-workspace.js';
import { workspace } from './workspace.js';

interface Overview {
  readonly labourers: readonly { readonly labourer_id: string; readonly cap: number; readonly paused: boolean }[];
}

let shared: SharedWorkspace;
beforeAll(async () => {
  shared = sharedWorkspace();
  await shared.sosw('schedule', join(shared.folder, 'job.json'));
});
afterAll(() => shared.remove());

const overview = async (...args: string[]) =>
  (await shared.sosw('labourers', 'list', '--json', ...args)).json<Overview>();
const shout = async () => (await overview()).labourers.find(({ labourer_id }) => labourer_id === 'shout');

describe('sosw labourers list', () => {
  it('tells of all labourers what waits and what holds them back, for people and for machines', async () => {
    const { code, stdout } = await shared.sosw('labourers', 'list');
    expect(code).toBe(0);
    const [head, elsewhere, shouting] = stdout.split('\n');
    expect(head).toMatch(
      /^labourer +queued +oldest +running +retrying +dead +done\/min +failed\/min +failing +why not more$/,
    );
    expect(elsewhere).toMatch(/^elsewhere +0 +– +0 of 0 +0 +0 .*not decided yet/);
    expect(shouting).toMatch(/^shout +5 +\d+ (?:s|min(?: \d+ s)?) +0 of 0 +0 +0 /);
    expect(await shout()).toMatchObject({
      cap: 2,
      configured_cap: 2,
      operator_cap: null,
      queued: { count: 5, exact: true },
    });
  });

  it('has the most first of what it is sorted by', async () => {
    const names = async (...args: string[]) =>
      (await overview(...args)).labourers.map(({ labourer_id }) => labourer_id);
    expect(await names()).toEqual(['elsewhere', 'shout']);
    expect(await names('--sort', 'queued')).toEqual(['shout', 'elsewhere']);
    const wrong = await shared.sosw('labourers', 'list', '--sort', 'size');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('Allowed choices are name, queued, wait');
  });

  it('with --watch and --json is an object a line, until it is interrupted', async () => {
    const watching = startSosw(['labourers', 'list', '--watch', '--json'], { cwd: shared.folder });
    const lines = await watching.printed(2);
    watching.kill('SIGINT');
    for (const line of lines.trimEnd().split('\n').slice(0, 2)) expect(JSON.parse(line)).toHaveProperty('labourers');
    expect((await watching.ended).code).toBe(0);
  });
});

describe('sosw labourers pause, resume and cap', () => {
  it('change a labourer and leave a record of who did it', async () => {
    const paused = await shared.sosw('labourers', 'pause', 'shout');
    expect(paused).toMatchObject({ code: 0, stderr: '' });
    expect(paused.stdout).toBe(
      'shout: paused; what runs goes on, queued tasks keep their places (sosw labourers resume)\n',
    );
    expect(await shout()).toMatchObject({ paused: true });
    expect((await shared.sosw('labourers', 'list')).stdout).toMatch(/^shout .* paused$/m);
    const resumed = await shared.sosw('labourers', 'resume', 'shout', 'elsewhere', '--json');
    const by = `${userInfo().username} (cli)`;
    expect(resumed.json()).toMatchObject({
      operations: [
        { action: 'resume', by, state: 'done', target: { labourer_id: 'shout' } },
        { action: 'resume', by, state: 'done', target: { labourer_id: 'elsewhere' } },
      ],
    });
    expect(await shout()).toMatchObject({ paused: false });
    expect((await shared.sosw('labourers', 'cap', 'shout', '7')).stdout).toContain('shout: the cap is 7');
    expect(await shout()).toMatchObject({ cap: 7, configured_cap: 2, operator_cap: 7 });
    expect((await shared.sosw('labourers', 'show', 'shout')).stdout).toContain(
      '7, set by an operator; the configuration says 2',
    );
    const reset = await shared.sosw('labourers', 'cap', 'shout', '--reset', '--json');
    expect(reset.json()).toMatchObject({
      operations: [{ action: 'cap', target: { labourer_id: 'shout', cap: null } }],
    });
    expect(await shout()).toMatchObject({ cap: 2, operator_cap: null });
  });

  it('change nothing with --dry-run', async () => {
    expect((await shared.sosw('labourers', 'pause', 'shout', '--dry-run')).stdout).toBe('shout: would be paused\n');
    const cap = await shared.sosw('labourers', 'cap', 'shout', '9', '--dry-run', '--json');
    expect(cap.json()).toEqual({
      dry_run: true,
      operations: [{ action: 'cap', target: { labourer_id: 'shout', cap: 9 } }],
    });
    const beyond = await shared.sosw('labourers', 'cap', 'shout', '100001', '--dry-run');
    expect({ code: beyond.code, stdout: beyond.stdout }).toEqual({ code: 3, stdout: '' });
    expect(await shout()).toMatchObject({ paused: false, cap: 2 });
  });

  it('change none of several where one is not configured, and say which was probably meant', async () => {
    const { code, stderr } = await shared.sosw('labourers', 'pause', 'shout', 'elsewere');
    expect(code).toBe(3);
    expect(stderr).toContain('found "elsewere". Did you mean elsewhere?');
    expect(await shout()).toMatchObject({ paused: false });
    const json = await shared.sosw('labourers', 'pause', 'nobody', '--json');
    expect(json.json()).toMatchObject({ error: { code: 'labourer.unknown' } });
  });

  it.each([
    [['shout'], 'name either a cap'],
    [['shout', '3', '--reset'], 'name either a cap'],
    [['shout', '-1'], 'Expected a whole number from 0'],
    [['shout', '1.5'], 'Expected a whole number from 0'],
  ])('cap %j is a usage error', async (args, message) => {
    const { code, stderr } = await shared.sosw('labourers', 'cap', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('sosw labourers show and explain', () => {
  it('tell what a labourer is like now, and why it does not do more', async () => {
    const { code, stdout } = await shared.sosw('labourers', 'show', 'shout');
    expect(code).toBe(0);
    expect(stdout).toContain('tasks    queued 5 → running 0 → expired 0 → completed 0');
    const shown = await shared.sosw('labourers', 'show', 'shout', '--json');
    const facts = shown.json<Record<string, unknown>>();
    expect(facts).toMatchObject({
      labourer: { labourer_id: 'shout' },
      axis: { queued: { count: { count: 5 } } },
      ecology: {},
    });
    const explained = (await shared.sosw('explain', 'shout', '--json')).json<{ reasons: { text: string }[] }>();
    expect(facts.explanation).toMatchObject({ reasons: explained.reasons });
    const told = (await shared.sosw('explain', 'shout')).stdout;
    expect(told).toMatch(/^Why does shout not do more now\?\n/);
    for (const { text } of explained.reasons) expect(told).toContain(text);
    expect(stdout).toContain(explained.reasons[0]?.text);
  });

  it('explain a task too', async () => {
    const [task] = (await shared.sosw('tasks', 'list', '--json')).json<{ tasks: { task_id: string }[] }>().tasks;
    const { stdout } = await shared.sosw('explain', task?.task_id ?? '');
    expect(stdout).toContain(`${task?.task_id} is queued\n  `);
    const facts = (await shared.sosw('explain', task?.task_id ?? '', '--json')).json<{
      explanation: { text: string }[];
    }>();
    expect(facts).toMatchObject({ task, source: 'row' });
    expect(facts.explanation.length).toBeGreaterThan(0);
    for (const { text } of facts.explanation) expect(stdout).toContain(text);
  });

  it('refuse what is neither, with the labourer that was probably meant', async () => {
    const { code, stderr } = await shared.sosw('explain', 'shuot');
    expect(code).toBe(3);
    expect(stderr).toContain('refused (explain.unknown)');
    expect(stderr).toContain('Did you mean shout?');
    expect((await shared.sosw('labourers', 'show', 'nobody')).code).toBe(3);
  });
});

it('no command that looks makes data that is not there', async () => {
  const { folder, hasData } = workspace();
  for (const command of [
    'labourers list',
    'jobs list',
    'tasks list',
    'dead list',
    'operations list',
    'labourers pause shout',
  ]) {
    const ended = await shared.sosw(...command.split(' '), '--data', join(folder, '.sosw'), '--json');
    expect(ended.code).toBe(3);
    expect(ended.json()).toMatchObject({ error: { code: 'data.missing' } });
  }
  expect(hasData()).toBe(false);
});
