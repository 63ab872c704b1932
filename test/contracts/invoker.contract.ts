/** What every Invoker promises. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invoker } from '../../src/application/ports/invoker.js';
import type { Labourer } from '../../src/domain/labourer.js';
import type { JsonObject } from '../../src/domain/task.js';
import { aLabourer } from '../support/a-labourer.js';

export interface OpenInvoker {
  readonly invoker: Invoker;
  /** A worker that ends well. */
  readonly willing: Labourer;
  /** A worker that throws. */
  readonly failing: Labourer;
  /** A labourer that the technology refuses to start. */
  readonly refused: Labourer;
  /** Events of the workers that ran, in the order of their ends; waits until so many have ended. */
  ran(count: number): Promise<readonly JsonObject[]>;
  dispose(): Promise<void>;
}

const EVENT: JsonObject = {
  task_id: 'a-task',
  labourer_id: 'some_function',
  attempts: 0,
  sosw_attempt: 1,
  nested: { list: [1, 2.5, null, 'ü€😀', { deep: true }], empty: {} },
};

export function invokerContract(name: string, open: () => Promise<OpenInvoker>): void {
  describe(`Invoker: ${name}`, () => {
    let opened: OpenInvoker;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());

    it('runs an accepted worker once, with exactly this event', async () => {
      expect(await opened.invoker.invoke(opened.willing, EVENT)).toEqual({ outcome: 'accepted' });
      expect(await opened.ran(1)).toEqual([EVENT]);
    });

    it('runs each of many accepted workers once', async () => {
      const events = Array.from({ length: 20 }, (_, index) => ({ ...EVENT, task_id: `task-${index}` }));
      const outcomes = await Promise.all(events.map((event) => opened.invoker.invoke(opened.willing, event)));
      const accepted = events.filter((_, index) => outcomes[index]?.outcome === 'accepted');
      expect(accepted.length).toBeGreaterThan(0);
      const ran = (await opened.ran(accepted.length)).map((event) => event.task_id);
      expect([...ran].sort()).toEqual(accepted.map((event) => event.task_id).sort());
    });

    it('gives the worker the event as it was at the call, whatever is done to the object later', async () => {
      const event = { task_id: 'a-task', list: ['as it was'] };
      const invoked = opened.invoker.invoke(opened.willing, event);
      event.list.push('changed later');
      await invoked;
      expect(await opened.ran(1)).toEqual([{ task_id: 'a-task', list: ['as it was'] }]);
    });

    it('answers refused with a reason where nothing can be started, and starts nothing', async () => {
      const outcome = await opened.invoker.invoke(opened.refused, EVENT);
      expect(outcome).toEqual({ outcome: 'refused', reason: expect.stringMatching(/\S/) });
      await opened.invoker.invoke(opened.willing, { task_id: 'after it' });
      expect(await opened.ran(1)).toEqual([{ task_id: 'after it' }]);
    });

    it('accepts a worker that fails later, and goes on after it', async () => {
      expect((await opened.invoker.invoke(opened.failing, EVENT)).outcome).toBe('accepted');
      expect(await opened.ran(1)).toEqual([EVENT]);
      expect((await opened.invoker.invoke(opened.willing, EVENT)).outcome).toBe('accepted');
      expect(await opened.ran(2)).toEqual([EVENT, EVENT]);
    });

    it('never rejects, not even for a labourer that nobody knows', async () => {
      const outcome = await opened.invoker.invoke(aLabourer('nobody_knows_it'), EVENT);
      expect(['accepted', 'refused', 'unknown']).toContain(outcome.outcome);
    });
  });
}
