/** Which runtimes are alive is known from the operating system's locks, however a process ends. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RuntimeLocks } from '../../../src/adapters/sqlite/runtime-locks.js';
import { type Child, startChild } from '../../support/child-process.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

interface Found {
  readonly dead: readonly string[];
  readonly alone: boolean;
}

let folder: ReturnType<typeof temporaryFolder>;
let children: Child[];
beforeEach(() => {
  folder = temporaryFolder();
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill('SIGKILL')));
  folder.remove();
});

function start(name: string, recoveryMs = 0): Child {
  const script = new URL('./runtime-lock-process.ts', import.meta.url);
  const child = startChild(script, [folder.path, name, String(recoveryMs)]);
  children.push(child);
  return child;
}

async function started(name: string): Promise<{ child: Child; found: Found }> {
  const child = start(name);
  const { dead, alone } = JSON.parse(await child.line());
  await child.line();
  expect(await child.line()).toBe('"entered"');
  return { child, found: { dead, alone } };
}

const lockFiles = () => readdirSync(join(folder.path, 'runtimes')).sort();

/** Processes that start one after the other take long on a busy machine. */
const PATIENT = { timeout: 240_000 };

describe('a runtime that enters', PATIENT, () => {
  it('is told of those that were killed, once, and whether another lives', async () => {
    const one = await started('one');
    expect(one.found).toEqual({ dead: [], alone: true });
    const two = await started('two');
    expect(two.found).toEqual({ dead: [], alone: false });
    await one.child.kill('SIGKILL');
    expect(lockFiles()).toEqual(['one.lock', 'two.lock']);
    const three = await started('three');
    expect(three.found).toEqual({ dead: ['one'], alone: false });
    expect(lockFiles()).toEqual(['three.lock', 'two.lock']);
    await two.child.kill('SIGKILL');
    await three.child.kill('SIGKILL');
    const four = await started('four');
    expect(four.found).toEqual({ dead: ['three', 'two'], alone: true });
    expect(lockFiles()).toEqual(['four.lock']);
  });

  it('is not told of those that have left', async () => {
    const one = await started('one');
    one.child.tell('leave');
    expect(await one.child.ended()).toBe(0);
    expect(lockFiles()).toEqual([]);
    const two = await started('two');
    expect(two.found).toEqual({ dead: [], alone: true });
  });

  it('is told of its own earlier life', async () => {
    const one = await started('one');
    await one.child.kill('SIGKILL');
    const again = await started('one');
    expect(again.found).toEqual({ dead: ['one'], alone: true });
    expect(lockFiles()).toEqual(['one.lock']);
  });

  it('waits while another recovers, and finds nothing left of it', async () => {
    const dead = await started('dead');
    await dead.child.kill('SIGKILL');
    const slow = start('slow', 400);
    expect(JSON.parse(await slow.line())).toMatchObject({ dead: ['dead'], alone: true });
    const quick = start('quick');
    const { recoveredAt } = JSON.parse(await slow.line());
    const found = JSON.parse(await quick.line());
    expect(found).toMatchObject({ dead: [], alone: false });
    expect(found.at).toBeGreaterThanOrEqual(recoveredAt);
  });

  it('tells a recovery that began and was killed to the next', async () => {
    const dead = await started('dead');
    await dead.child.kill('SIGKILL');
    const recovering = start('recovering', 60_000);
    await recovering.line();
    await recovering.kill('SIGKILL');
    const next = await started('next');
    expect(next.found).toEqual({ dead: ['dead', 'recovering'], alone: true });
  });
});

describe('runtimes of one process', PATIENT, () => {
  const ignore = () => {};

  it('are told apart as those of two are', async () => {
    const one = await RuntimeLocks.enter(folder.path, 'one', ignore);
    const found: Found[] = [];
    const two = await RuntimeLocks.enter(folder.path, 'two', (dead, alone) => void found.push({ dead, alone }));
    expect(found).toEqual([{ dead: [], alone: false }]);
    one.leave();
    two.leave();
    expect(lockFiles()).toEqual([]);
  });

  it('are refused a name that is alive, and one that leads elsewhere', async () => {
    const one = await RuntimeLocks.enter(folder.path, 'one', ignore);
    await expect(RuntimeLocks.enter(folder.path, 'one', ignore)).rejects.toMatchObject({ code: 'runtime.taken' });
    for (const name of ['', '../one', 'a/b', 'a b']) {
      await expect(RuntimeLocks.enter(folder.path, name, ignore)).rejects.toMatchObject({ code: 'runtime.name' });
    }
    one.leave();
  });

  it('leave nothing behind when their recovery fails, and the dead to the next', async () => {
    const dead = await started('dead');
    await dead.child.kill('SIGKILL');
    const failing = RuntimeLocks.enter(folder.path, 'one', () => Promise.reject(new Error('no store')));
    await expect(failing).rejects.toThrow('no store');
    expect(lockFiles()).toEqual(['dead.lock']);
    const two = await started('two');
    expect(two.found).toEqual({ dead: ['dead'], alone: true });
  });

  it('enter one after the other when they come together', async () => {
    let inside = 0;
    const entered = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        RuntimeLocks.enter(folder.path, name, async () => {
          inside += 1;
          expect(inside).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside -= 1;
        }),
      ),
    );
    expect(lockFiles()).toEqual(['a.lock', 'b.lock', 'c.lock']);
    for (const lock of entered) lock.leave();
  });
});
