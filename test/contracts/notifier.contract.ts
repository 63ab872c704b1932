/** What every Notifier promises. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeadTaskReport, Notifier } from '../../src/application/ports/notifier.js';

export interface OpenNotifier {
  readonly notifier: Notifier;
  /** Reports that arrived, oldest first, as far as the technology shows them. */
  arrived(): Promise<readonly Pick<DeadTaskReport, 'subject' | 'body'>[]>;
  /** From now on nothing arrives. */
  fail(): Promise<void>;
  dispose(): Promise<void>;
}

export const aReport = (index: number): DeadTaskReport => ({
  target: { recipient: 'someone', subject: 'Dead tasks' },
  subject: `Task task-${index} of some_function is dead`,
  body: {
    task_id: `task-${index}`,
    attempts: 3,
    last_error: { name: 'Error', message: 'ü€😀\nsecond line' },
    payload: null,
  },
});

export function notifierContract(name: string, open: () => Promise<OpenNotifier>): void {
  describe(`Notifier: ${name}`, () => {
    let opened: OpenNotifier;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());

    it('answers for each report, in their order, that it arrived, and it did', async () => {
      const reports = [1, 2, 3].map(aReport);
      expect(await opened.notifier.report(reports)).toEqual([true, true, true]);
      expect(await opened.arrived()).toEqual(reports.map(({ subject, body }) => ({ subject, body })));
    });

    it('answers nothing for no reports', async () => {
      expect(await opened.notifier.report([])).toEqual([]);
      expect(await opened.arrived()).toEqual([]);
    });

    it('keeps those of calls that overlap apart', async () => {
      const reports = Array.from({ length: 30 }, (_, index) => aReport(index));
      const answers = await Promise.all(reports.map((report) => opened.notifier.report([report])));
      expect(answers).toEqual(reports.map(() => [true]));
      const subjects = (await opened.arrived()).map(({ subject }) => subject);
      expect([...subjects].sort()).toEqual(reports.map(({ subject }) => subject).sort());
    });

    it('answers false for what may not have arrived, and never rejects', async () => {
      await opened.notifier.report([aReport(1)]);
      const before = await opened.arrived();
      await opened.fail();
      expect(await opened.notifier.report([aReport(2), aReport(3)])).toEqual([false, false]);
      expect(before).toHaveLength(1);
    });
  });
}
