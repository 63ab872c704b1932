/** What every OperationLog promises: an audit trail that holds all that was appended, as it was. */

import { expect } from 'vitest';
import type { OperationLog, OperationRecord } from '../../src/application/ports/operation-log.js';
import { at } from '../support/a-task.js';
import { type Contract, describeContract, type Open } from './rules.js';

export interface OperationLogSubject {
  readonly log: OperationLog;
}

const record = (operationId: string, offset: number, details: Partial<OperationRecord> = {}): OperationRecord => ({
  operationId,
  at: at(offset),
  by: 'ada (cli)',
  action: 'redrive',
  state: 'begun',
  target: { filter: { states: ['dead'], text: '50% "É"' } },
  ...details,
});

const OPERATION_LOG_CONTRACT: Contract<OperationLogSubject> = {
  records: {
    async 'are read as they were appended'({ log }) {
      const full = record('one', 1, {
        action: 'cap',
        state: 'failed',
        target: { labourer_id: 'some_function', cap: 0, deep: [{ a: null }, 1.5, true] },
        counts: { changed: 0, skipped: 2, matched: 2 },
        error: 'the store is not available',
      });
      await log.append(full);
      expect(await log.of('one')).toEqual([full]);
      expect(await log.recent(10)).toEqual([full]);
      const { counts, error, ...plain } = full;
      await log.append({ ...plain, operationId: 'two', at: at(2), counts: { changed: 1, skipped: 0 } });
      expect(await log.of('two')).toEqual([
        { ...plain, operationId: 'two', at: at(2), counts: { changed: 1, skipped: 0 } },
      ]);
    },

    async 'of all operations come newest first, at most as many as asked for'({ log }) {
      for (const offset of [1, 2, 3]) await log.append(record(`o${offset}`, offset));
      expect((await log.recent(10)).map(({ operationId }) => operationId)).toEqual(['o3', 'o2', 'o1']);
      expect((await log.recent(2)).map(({ operationId }) => operationId)).toEqual(['o3', 'o2']);
    },

    async 'of one second come in the order of their instants, in whatever order they arrive'({ log }) {
      for (const offset of [1.5, 1.25, 1.75]) await log.append(record(`o${offset}`, offset));
      expect((await log.recent(10)).map((each) => [each.operationId, each.at])).toEqual([
        ['o1.75', at(1.75)],
        ['o1.5', at(1.5)],
        ['o1.25', at(1.25)],
      ]);
    },

    async 'of one operation come oldest first, none of another’s'({ log }) {
      const states = ['begun', 'going', 'going', 'done'] as const;
      for (const [offset, state] of states.entries()) {
        await log.append(record('one', offset, { state, counts: { changed: offset, skipped: 0 } }));
        await log.append(record('another', offset));
      }
      const records = await log.of('one');
      expect(records.map(({ state, counts }) => [state, counts?.changed])).toEqual([
        ['begun', 0],
        ['going', 1],
        ['going', 2],
        ['done', 3],
      ]);
    },

    async 'of one instant come as they were appended'({ log }) {
      const states = ['begun', 'going', 'done'] as const;
      for (const state of states) await log.append(record('one', 1, { state }));
      expect((await log.of('one')).map(({ state }) => state)).toEqual(states);
      expect((await log.recent(1)).map(({ state }) => state)).toEqual(['done']);
    },

    async 'are none for an operation that is not known'({ log }) {
      await log.append(record('one', 1));
      expect(await log.of('two')).toEqual([]);
      expect(await log.of('')).toEqual([]);
    },
  },
};

export const operationLogContract = (name: string, open: Open<OperationLogSubject>): void =>
  describeContract(`OperationLog: ${name}`, OPERATION_LOG_CONTRACT, open);
