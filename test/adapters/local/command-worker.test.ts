import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { seconds } from '../../../src/domain/time.js';
import { aLabourer } from '../../support/a-labourer.js';
import { isRunning } from '../../support/is-running.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { closeOpened, open, outcomeOf, program, run, workerFile } from './local-invoker-kit.js';

afterEach(closeOpened);

describe('a command', () => {
  it('gets its event on stdin and ends completed with the JSON of its stdout', async () => {
    const echo = program('process.stdin.on("data", (d) => process.stdout.write(d))');
    expect((await run(echo, { task_id: 'a-task', text: 'ü' })).result).toEqual({ task_id: 'a-task', text: 'ü' });
  });

  it.each([
    ['JSON over several lines', 'console.log(JSON.stringify({ a: [1, 2] }, null, 2))', { a: [1, 2] }],
    ['JSON in the last line', 'console.log("working"); console.log(\'{"done":true}\')', { done: true }],
    ['null', 'console.log("null")', null],
    ['text', 'console.log("working"); console.log("all done")', 'all done'],
  ])('may give %s', async (_what, source, result) => {
    expect(outcomeOf(await run(program(source)))).toEqual({ outcome: 'completed', result });
  });

  it('may give nothing, and need not read its event', async () => {
    const end = await run({ command: ['true'] }, { task_id: 'a-task', text: 'x'.repeat(300_000) });
    expect(end.outcome).toBe('completed');
    expect(end).not.toHaveProperty('result');
  });

  it.each([
    ['its stderr', 'console.error("no such shop"); process.exit(2)', 'no such shop'],
    ['the end of a long stderr', 'console.error("x".repeat(9e5) + "the cause"); process.exitCode = 1', /^x+the cause$/],
    ['its exit code', 'process.exit(5)', 'exit code 5'],
    ['its signal', 'process.kill(process.pid, "SIGKILL")', 'ended by SIGKILL'],
  ])('ends failed with %s', async (_what, source, message) => {
    const { outcome, error } = await run(program(source));
    expect(outcome).toBe('failed');
    expect(error).toEqual({ name: 'CommandFailed', message: expect.stringMatching(message) });
    expect(error?.message.length).toBeLessThanOrEqual(1000);
  });

  it('is not given to a shell', async () => {
    const { result } = await run({ command: ['echo', '$HOME; `id`'] });
    expect(result).toBe('$HOME; `id`');
  });

  it('runs in the folder that is given', async () => {
    const { result } = await run({ command: ['pwd'], cwd: '/' });
    expect(result).toBe('/');
  });

  it.each([
    ['does not exist', ['/no/such/program']],
    ['can not be executed', [fileURLToPath(workerFile('workers.mjs'))]],
    ['can not be written as one', ['true', 'a\0b']],
  ] as const)('that %s is refused', async (_what, command) => {
    const { invoker } = open({ some_function: { command } });
    expect(await invoker.invoke(aLabourer(), {})).toEqual({ outcome: 'refused', reason: expect.stringMatching(/\S/) });
    expect(invoker.running).toBe(0);
  });

  it('is ended with all that it started when its time is over, even when it ignores the signal', async () => {
    const folder = temporaryFolder();
    const beats = join(folder.path, 'beats');
    const script = `trap '' TERM; (trap '' TERM; while :; do echo x >> ${beats}; sleep 0.05; done) & wait`;
    // A busy machine may not have begun with it before its time is over: then it gets more.
    for (const timeout of [0.3, 3, 20]) {
      const { invoker, ended } = open({ some_function: { command: ['sh', '-c', script], timeout: seconds(timeout) } });
      await invoker.invoke(aLabourer(), {});
      const [end] = await ended(1);
      expect(end?.error?.name).toBe('TimeoutError');
      if (!existsSync(beats)) continue;
      // The two seconds are the grace that a program has for ending by itself.
      expect((end?.endedMs ?? 0) - (end?.startedMs ?? 0)).toBeGreaterThan(2200);
      break;
    }
    const size = readFileSync(beats).length;
    await sleep(200);
    expect(readFileSync(beats).length).toBe(size);
    folder.remove();
  });

  it('that ends at the signal is not waited for longer', async () => {
    const { invoker, ends } = open({ some_function: { command: ['sleep', '60'], timeout: seconds(0.2) } });
    await invoker.invoke(aLabourer(), {});
    // Until the grace is over; what has come meanwhile is told in the turn after it, however long this process stood still.
    await sleep(2200);
    await turn();
    expect(ends.map(({ error }) => error?.name)).toEqual(['TimeoutError']);
  });

  it('is over when it has ended, though something in its group goes on and holds its output', async () => {
    const end = await run({ command: ['sh', '-c', 'sleep 1000 & echo $!'] });
    expect(end).toMatchObject({ outcome: 'completed', result: expect.any(Number) });
    await expect.poll(() => isRunning(Number(end.result))).toBe(false);
  });

  it('may print a lot: what is told and kept is bounded, the result is found at the end', async () => {
    const { output } = open({
      some_function: program(`for (let i = 0; i < 30000; i++) console.log('x'.repeat(99)); console.log('{"ok":1}')`),
    });
    expect((await run({ command: ['true'] })).result).toEqual({ ok: 1 });
    expect(output.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(66_000);
  });
});
