import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SharedWorkspace, sharedWorkspace } from './in-workspace.js';
import { type Ended, startSosw } from './run-sosw.js';
import { jobOf } from './workspace.js';

interface Operation {
  readonly operation_id: string;
}

interface Group {
  readonly error: string;
  readonly count: number;
  readonly sample_task_id: string;
}

interface Listed {
  readonly task_id: string;
}

let shared: SharedWorkspace;
beforeAll(async () => {
  shared = sharedWorkspace({ job: jobOf('a', 'fail-1', 'fail-2', 'failed') });
  await shared.work();
});
afterAll(() => shared.remove());

const inState = async (state: string, ...args: string[]): Promise<number> =>
  (await shared.sosw('tasks', 'list', '--state', state, ...args, '--json')).json<{ tasks: unknown[] }>().tasks.length;

describe('sosw dead', () => {
  it('lists what has failed by its error, the most frequent first', async () => {
    const { stdout } = await shared.sosw('dead', 'list');
    expect(stdout).toMatch(/^ +2 {2}shout +\d{4}-.*Z +[0-9a-f]{32} +Error: fail-… is no letter\n +1 {2}shout/m);
    expect(stdout).toContain('sosw dead redrive --labourer NAME');
    const facts = (await shared.sosw('dead', 'list', '--json')).json<{ groups: object[] }>();
    expect(facts).toMatchObject({
      groups: [{ labourer_id: 'shout', count: 2 }, { count: 1 }],
      examined: 3,
      more: false,
    });
    const one = await shared.sosw('dead', 'list', '--labourer', 'elsewhere');
    expect(one.stdout).toBe('No task is dead.\n');
    expect((await shared.sosw('dead', 'list', '--labourer', 'shuot')).stderr).toContain('Did you mean shout?');
  });

  it('redrives nothing that nothing was said of, nor what nobody agreed to', async () => {
    const empty = await shared.sosw('dead', 'redrive', '--yes', '--json');
    expect({ code: empty.code, ...empty.json<object>() }).toMatchObject({ code: 3, error: { code: 'filter.empty' } });
    const unasked = await shared.sosw('dead', 'redrive', '--text', 'FAIL-');
    expect({ code: unasked.code, stdout: unasked.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unasked.stderr).toContain('nobody is here to ask; --yes brings them back without asking');
    const preview = await shared.sosw('dead', 'redrive', '--text', 'FAIL-', '--dry-run');
    expect(preview.stdout).toContain('2 tasks would be brought back to the queue:\n');
    expect(await inState('dead')).toBe(3);
  });

  it('means by an error’s group its tasks exactly, named as the list has it or by one of them', async () => {
    const { groups } = (await shared.sosw('dead', 'list', '--json')).json<{ groups: Group[] }>();
    for (const { error, count, sample_task_id } of groups) {
      for (const group of [error, sample_task_id]) {
        const args = ['--error-group', group, '--dry-run', '--json'];
        const preview = (await shared.sosw('dead', 'redrive', ...args)).json();
        expect(preview).toMatchObject({ matched: count, exact: true, filter: { error_group: error } });
        expect(await inState('dead', '--error-group', group)).toBe(count);
      }
    }
    expect(await inState('dead', '--error-group', 'Error: no such group')).toBe(0);
    const { tasks } = (await shared.sosw('tasks', 'list', '--state', 'done', '--json')).json<{ tasks: Listed[] }>();
    const none = await shared.sosw('dead', 'redrive', '--error-group', tasks[0]?.task_id ?? '', '--dry-run');
    expect({ code: none.code, stderr: none.stderr }).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('task.error'),
    });
    expect((await shared.sosw('tasks', 'list', '--error-group', 'nobody')).stderr).toContain('task.unknown');
  });

  it('redrives what the options hold for, and records it', async () => {
    const redriven = await shared.sosw('dead', 'redrive', '--text', 'FAIL-', '--yes');
    expect(redriven.code).toBe(0);
    const [, operation = ''] =
      /^2 tasks brought back to the queue \(operation ([0-9a-f]{32})\)$/m.exec(redriven.stdout) ?? [];
    expect([await inState('dead'), await inState('queued')]).toEqual([1, 2]);
    const { operations } = (await shared.sosw('operations', 'list', '--json')).json<{ operations: Operation[] }>();
    expect(operations).toMatchObject([{ operation_id: operation, action: 'redrive', state: 'done', changed: 2 }]);
    expect((await shared.sosw('operations', 'list')).stdout).toContain(
      'redrive  done, 2 changed  state dead, text FAIL-',
    );

    const shown = await shared.sosw('operations', 'show', operation);
    expect(shown.stdout).toMatch(/^redrive state dead, text FAIL-\n.*begun, 0 changed\n.*done, 2 changed\n$/);
    const facts = (await shared.sosw('operations', 'show', operation, '--json')).json<{ records: object[] }>();
    expect(facts).toMatchObject({ state: 'done', records: [{ state: 'begun' }, { state: 'done' }] });
  });

  it('goes on with an operation, which does nothing twice, and only with one of its own', async () => {
    const { operations } = (await shared.sosw('operations', 'list', '--json')).json<{ operations: Operation[] }>();
    const id = operations[0]?.operation_id ?? '';
    const resumed = await shared.sosw('dead', 'redrive', '--resume', id, '--json');
    expect(resumed.json()).toMatchObject({ operation_id: id, state: 'done', changed: 2 });
    expect([await inState('dead'), await inState('queued')]).toEqual([1, 2]);
    const other = await shared.sosw('tasks', 'cancel', '--resume', id);
    expect(other.code).toBe(3);
    expect(other.stderr).toContain(`Go on with it by sosw dead redrive --resume ${id}`);
    const unknown = await shared.sosw('dead', 'redrive', '--resume', `${id.slice(0, -1)}_`);
    expect(unknown.stderr).toContain(`Did you mean ${id}?`);
    expect((await shared.sosw('operations', 'show', 'unknown', '--json')).json()).toMatchObject({
      error: { code: 'operation.unknown' },
    });
    const both = await shared.sosw('dead', 'redrive', '--resume', id, '--text', 'x');
    expect(both.code).toBe(2);
  });

  /** The command begins when the second is over in which it was given; where the signal comes after that, it is given once more. */
  async function interruptedRedrive(): Promise<Ended> {
    const running = startSosw(['dead', 'redrive', '--text', 'failed', '--yes'], { cwd: shared.folder });
    await running.told('Ctrl-C stops it');
    running.kill('SIGINT');
    const ended = await running.ended;
    if ((await inState('dead', '--text', 'failed')) === 1) return ended;
    await shared.work();
    return interruptedRedrive();
  }

  it('stops on Ctrl-C, says how to go on, and then does the rest', async () => {
    const { code, stderr } = await interruptedRedrive();
    expect(code).toBe(130);
    const [, command = ''] = /^To go on: sosw (.*)$/m.exec(stderr) ?? [];
    expect(command).toMatch(/^dead redrive --resume [0-9a-f]{32}$/);
    expect(await inState('dead', '--text', 'failed')).toBe(1);
    const resumed = await shared.sosw(...command.split(' '), '--json');
    expect(resumed.json()).toMatchObject({ state: 'done', changed: 1 });
    expect(await inState('dead', '--text', 'failed')).toBe(0);
  });
});
