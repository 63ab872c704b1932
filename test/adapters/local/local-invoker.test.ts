import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { InvocationEnd } from '../../../src/adapters/local/local-invoker.js';
import type { LocalWorker } from '../../../src/adapters/local/local-worker.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { seconds } from '../../../src/domain/time.js';
import { invokerContract } from '../../contracts/invoker.contract.js';
import { aLabourer } from '../../support/a-labourer.js';
import { isRunning } from '../../support/is-running.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { closeOpened, kit, open, outcomeOf, run, worker, workerFile } from './local-invoker-kit.js';

afterEach(closeOpened);

const contractOver = (willing: LocalWorker, failing: LocalWorker, refused: LocalWorker) => async () => {
  const { invoker, ended } = kit({ willing, failing, refused }, 20);
  return {
    invoker,
    willing: aLabourer('willing'),
    failing: aLabourer('failing'),
    refused: aLabourer('refused'),
    ran: async (count: number) =>
      (await ended(count)).map(({ event, result }) => (result as { got?: JsonObject } | undefined)?.got ?? event),
    dispose: async () => void (await invoker.close({ graceMs: 0 })),
  };
};

invokerContract(
  'local, modules',
  contractOver(worker('handler'), worker('throwing'), { module: workerFile('none.mjs') }),
);
invokerContract(
  'local, commands',
  contractOver(
    { command: ['sh', '-c', 'printf \'{"got":\'; cat; echo "}"'] },
    { command: ['sh', '-c', 'cat >/dev/null; exit 1'] },
    { command: ['/no/such/program'] },
  ),
);

describe('a module', () => {
  it('ends completed with what its handler gives', async () => {
    const end = await run(worker('handler'), { task_id: 'a-task', n: 1 });
    expect(outcomeOf(end)).toEqual({ outcome: 'completed', result: { got: { task_id: 'a-task', n: 1 } } });
    expect(end.labourer.id).toBe('some_function');
    expect(end.event).toEqual({ task_id: 'a-task', n: 1 });
  });

  it.each([
    ['handler', { module: fileURLToPath(workerFile('workers.mjs')) }, { got: { n: 5 } }],
    ['the default export', { module: workerFile('default-export.mjs') }, { byDefault: 5 }],
    ['the handler of a CommonJS module', { module: workerFile('common.cjs') }, { common: 5 }],
  ])('is called by %s where no export is named', async (_what, one, result) => {
    expect((await run(one, { n: 5 })).result).toEqual(result);
  });

  it('completes without a result when it gives none', async () => {
    expect(await run(worker('nothing'))).not.toHaveProperty('result');
  });

  it('is told its function, the request and the time that is left', async () => {
    const { result } = await run({ ...worker('context'), timeout: seconds(60) });
    expect(result).toEqual({
      functionName: 'some_function',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      remaining: expect.toSatisfy((ms) => ms > 30_000 && ms <= 60_000),
    });
  });

  it('can change its event without changing the caller’s', async () => {
    const event = { list: ['own'] };
    const end = await run(worker('changing'), event);
    expect(end.result).toEqual({ list: ['own', 'changed'] });
    expect(end.event).toEqual({ list: ['own'] });
  });

  it.each([
    ['throws at once', 'throwing', { name: 'TypeError', message: 'thrown at once' }],
    ['rejects', 'rejecting', { name: 'OwnError', message: 'rejected later' }],
    ['throws what is no error', 'throwingText', { name: 'Error', message: 'only text' }],
    ['throws what has no text', 'throwingUnspeakable', { name: 'Error', message: expect.stringContaining('no text') }],
    ['gives a BigInt', 'bigint', { name: 'TypeError', message: expect.stringMatching(/BigInt/) }],
    ['gives a circular object', 'circular', { name: 'TypeError', message: expect.stringMatching(/circular/) }],
    ['exits', 'exiting', { name: 'WorkerExited', message: 'the worker ended its thread with exit code 3' }],
    ['throws where nobody catches', 'uncaught', { name: 'RangeError', message: 'nobody catches it' }],
  ])('that %s ends failed, and the next one runs', async (_what, handler, error) => {
    const { invoker, ended } = open({ some_function: worker(handler), other: worker('handler') }, 1);
    expect((await invoker.invoke(aLabourer(), {})).outcome).toBe('accepted');
    expect(outcomeOf((await ended(1))[0] as InvocationEnd)).toEqual({ outcome: 'failed', error });
    expect((await invoker.invoke(aLabourer('other'), {})).outcome).toBe('accepted');
    expect((await ended(2))[1]?.outcome).toBe('completed');
  });

  it.each(['endless', 'pending'])(
    'that is %s is ended at its time-out, and its place is free again',
    async (handler) => {
      const { invoker, ended } = open({ some_function: worker(handler), other: worker('handler') }, 1);
      // The thread is there, and has the module: a busy machine may take long to start one.
      await invoker.invoke(aLabourer('other'), {});
      await ended(1);
      const hasty = aLabourer('some_function', { settings: { timeout: 2 } });
      expect((await invoker.invoke(hasty, {})).outcome).toBe('accepted');
      const [, end] = await ended(2);
      expect(end?.error).toEqual({ name: 'TimeoutError', message: 'the worker was ended after 2 s' });
      expect((end?.endedMs ?? 0) - (end?.startedMs ?? 0)).toBeGreaterThanOrEqual(1999);
      expect(invoker.running).toBe(0);
      await invoker.invoke(aLabourer('other'), {});
      expect((await ended(3))[2]?.outcome).toBe('completed');
    },
  );

  it.each([
    ['does not exist', { module: workerFile('none.mjs') }, /none\.mjs/],
    ['throws while it is loaded', { module: workerFile('throws-at-load.mjs') }, /not today/],
    ['exits while it is loaded', { module: workerFile('exits-at-load.mjs') }, /exit code 7/],
    ['is not loaded in time', { module: workerFile('never-loads.mjs'), timeout: seconds(0.3) }, /not loaded in 0\.3 s/],
    ['lacks the export', { module: workerFile('workers.mjs'), handler: 'none' }, /no function "none"/],
    ['exports no function', { module: workerFile('workers.mjs'), handler: 'notAFunction' }, /no function/],
    ['has no handler to call', { module: workerFile('never.json') }, /never\.json/],
  ])('that %s is refused', async (_what, one, reason) => {
    const { invoker, ends } = open({ some_function: one }, 1);
    const refused = { outcome: 'refused', reason: expect.stringMatching(reason) };
    expect(await invoker.invoke(aLabourer(), {})).toEqual(refused);
    expect(await invoker.invoke(aLabourer(), {})).toEqual(refused);
    expect(invoker.running).toBe(0);
    expect(ends).toEqual([]);
  });

  it('that was mended after it was refused is accepted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sosw-worker-'));
    const module = join(folder, 'worker.mjs');
    writeFileSync(module, 'throw new Error("broken")');
    const { invoker, ended } = open({ some_function: { module } }, 1);
    expect((await invoker.invoke(aLabourer(), {})).outcome).toBe('refused');
    writeFileSync(module, 'export const handler = () => ({ mended: true })');
    expect((await invoker.invoke(aLabourer(), {})).outcome).toBe('accepted');
    expect((await ended(1))[0]?.result).toEqual({ mended: true });
    rmSync(folder, { recursive: true });
  });

  it('stays loaded in its thread from one invocation to the next', async () => {
    const { invoker, ended } = open({ some_function: worker('counting') });
    for (let call = 1; call <= 3; call++) {
      await invoker.invoke(aLabourer(), {});
      await ended(call);
    }
    const results = (await ended(3)).map(({ result }) => result as { calls: number; threadId: number });
    expect(results.map(({ calls }) => calls)).toEqual([1, 2, 3]);
    expect(new Set(results.map(({ threadId }) => threadId)).size).toBe(1);
  });

  it('runs in one thread an invocation', async () => {
    const { invoker, ended } = open({ some_function: worker('waitingForCancel') }, 3);
    const outcomes = await Promise.all([1, 2, 3].map((n) => invoker.invoke(aLabourer(), { task_id: `task-${n}` })));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(invoker.running).toBe(3);
    for (const attempt of invoker.attempts) attempt.cancel();
    const ends = await ended(3);
    const lastStart = Math.max(...ends.map(({ startedMs }) => startedMs));
    expect(Math.min(...ends.map(({ endedMs }) => endedMs))).toBeGreaterThan(lastStart);
  });

  it('of one labourer after the other share the threads there are', async () => {
    const { invoker, ended } = open({ a: worker('handler'), b: { module: workerFile('default-export.mjs') } }, 1);
    for (let round = 1; round <= 6; round++) {
      const outcome = await invoker.invoke(aLabourer(round % 2 === 0 ? 'a' : 'b'), { n: round });
      expect(outcome).toEqual({ outcome: 'accepted' });
      await ended(round);
    }
  });
});

describe('what a module prints', () => {
  it('is told with the labourer, the task and the stream, before the end', async () => {
    const { output } = open({ some_function: worker('printing') });
    await run(worker('printing'), { task_id: 'a-task', text: 'hällo' });
    const from = { labourerId: 'some_function', taskId: 'a-task' };
    expect(output).toEqual([
      { ...from, stream: 'stdout', text: 'hällo\n' },
      { ...from, stream: 'stderr', text: 'hällo as error\n' },
    ]);
  });

  it('is bounded, and the worker completes all the same', async () => {
    const { output } = open({ some_function: worker('flooding') });
    expect((await run(worker('flooding'))).result).toEqual({ printed: true });
    const length = output.reduce((sum, { text }) => sum + text.length, 0);
    expect(length).toBeGreaterThan(65_000);
    expect(length).toBeLessThan(66_000);
    expect(output.at(-1)?.text).toContain('what follows is not kept');
  });

  it('after its end is nobody’s', async () => {
    const { invoker, ended, output } = open({ some_function: worker('printingLate'), other: worker('sleeping') }, 1);
    const folder = temporaryFolder();
    const printed = join(folder.path, 'printed');
    await invoker.invoke(aLabourer(), { task_id: 'first', printed });
    await ended(1);
    await expect.poll(() => existsSync(printed)).toBe(true);
    await invoker.invoke(aLabourer('other'), { task_id: 'second', ms: 10 });
    await ended(2);
    expect(output).toEqual([]);
    folder.remove();
  });
});

describe('the places', () => {
  it('bound what runs, and the one above is refused', async () => {
    const { invoker, ended } = open({ some_function: worker('sleeping'), command: { command: ['sleep', '0.1'] } }, 2);
    const labourers = [aLabourer(), aLabourer('command'), aLabourer(), aLabourer('command')];
    const outcomes = await Promise.all(labourers.map((labourer) => invoker.invoke(labourer, { ms: 100 })));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'refused', 'refused']);
    await ended(2);
    expect((await invoker.invoke(aLabourer(), { ms: 1 })).outcome).toBe('accepted');
  });

  it('are free when the end is told, so that the next task can be started from there', async () => {
    const first = open({ some_function: worker('handler') }, 1);
    const outcomes: string[] = [];
    const push = first.ends.push.bind(first.ends);
    first.ends.push = (end) => {
      if (outcomes.length < 50) {
        void first.invoker.invoke(aLabourer(), {}).then(({ outcome }) => outcomes.push(outcome));
      }
      return push(end);
    };
    await first.invoker.invoke(aLabourer(), {});
    await first.ended(51);
    expect(new Set(outcomes)).toEqual(new Set(['accepted']));
  });

  it('refuse a labourer that has no worker here', async () => {
    const { invoker } = open({});
    const outcome = await invoker.invoke(aLabourer('elsewhere'), {});
    expect(outcome).toEqual({ outcome: 'refused', reason: 'elsewhere has no worker on this machine' });
  });

  it('refuse a labourer whose time-out is no number', async () => {
    const { invoker } = open({ some_function: worker('handler') });
    const outcome = await invoker.invoke(aLabourer('some_function', { settings: { timeout: 'long' } }), {});
    expect(outcome).toEqual({ outcome: 'refused', reason: expect.stringContaining('labourers.some_function.timeout') });
  });
});

describe('closing', () => {
  it('waits for what runs, tells its end, and refuses new work', async () => {
    const { invoker, ends } = open({ some_function: worker('sleeping') });
    await invoker.invoke(aLabourer(), { ms: 100 });
    const closing = invoker.close({ graceMs: 10_000 });
    expect((await invoker.invoke(aLabourer(), {})).outcome).toBe('refused');
    expect(await closing).toEqual([]);
    expect(ends.map(({ result }) => result)).toEqual([{ slept: 100 }]);
  });

  it('ends by force what runs longer, and tells which that was instead of its end', async () => {
    const { invoker, ends } = open({ some_function: worker('endless'), command: { command: ['sleep', '60'] } });
    await invoker.invoke(aLabourer(), { task_id: 'a' });
    await invoker.invoke(aLabourer('command'), { task_id: 'b' });
    const cutOff = await invoker.close({ graceMs: 50 });
    expect(cutOff.map(({ labourer, event }) => [labourer.id, event])).toEqual([
      ['some_function', { task_id: 'a' }],
      ['command', { task_id: 'b' }],
    ]);
    expect(invoker.running).toBe(0);
    expect(ends).toEqual([]);
  });

  it('is not needed by a process whose workers have all ended: warm threads do not keep it alive', () => {
    const script = fileURLToPath(new URL('./local-invoker-process.ts', import.meta.url));
    const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', script, 'ends'], {
      encoding: 'utf8',
      timeout: 50_000,
    });
    expect(stdout).toBe('completed\n');
    expect(status).toBe(0);
  });

  it('by the end of the process takes its programs with it', async () => {
    const script = fileURLToPath(new URL('./local-invoker-process.ts', import.meta.url));
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, 'leaves'], {
      encoding: 'utf8',
      timeout: 50_000,
    });
    const pid = Number(stdout);
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });
});
