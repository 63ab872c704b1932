/** What every Siblings promises. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Siblings } from '../../src/application/ports/siblings.js';
import type { JsonObject } from '../../src/domain/task.js';

export interface OpenSiblings {
  readonly siblings: Siblings;
  /** Events of the runs that were started, oldest first; waits until so many were. */
  started(count: number): Promise<readonly JsonObject[]>;
  /** From now on none can be started. */
  refuse(): Promise<void>;
  dispose(): Promise<void>;
}

export function siblingsContract(name: string, open: () => Promise<OpenSiblings>): void {
  describe(`Siblings: ${name}`, () => {
    let opened: OpenSiblings;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());

    it('starts another run with the event as it was at the call', async () => {
      const event = { file_name: 'tasks_queue_some-job.txt', list: ['as it was'] };
      const spawned = opened.siblings.spawn('scheduler', event);
      event.list.push('changed later');
      await spawned;
      expect(await opened.started(1)).toEqual([{ file_name: 'tasks_queue_some-job.txt', list: ['as it was'] }]);
    });

    it('starts one run for each call', async () => {
      for (let call = 0; call < 3; call++) await opened.siblings.spawn('scheduler', { call });
      expect([...(await opened.started(3))].map(({ call }) => call).sort()).toEqual([0, 1, 2]);
    });

    it('rejects with sibling.refused where none can be started', async () => {
      await opened.refuse();
      const refused = expect.objectContaining({ code: 'sibling.refused' });
      await expect(opened.siblings.spawn('scheduler', {})).rejects.toEqual(refused);
      expect(await opened.started(0)).toEqual([]);
    });
  });
}
