import { describe, expect, it } from 'vitest';
import { MemoryNotifier } from '../../../src/adapters/memory/memory-notifier.js';
import { TargetedNotifier } from '../../../src/adapters/shared/targeted-notifier.js';
import type { ReportTarget } from '../../../src/domain/labourer.js';
import { aReport, notifierContract } from '../../contracts/notifier.contract.js';

function open() {
  const topic = new MemoryNotifier();
  const toFunction = new MemoryNotifier();
  return { topic, toFunction, notifier: new TargetedNotifier({ topic, function: toFunction }) };
}

const reportTo = (index: number, target: ReportTarget) => ({ ...aReport(index), target });

notifierContract('by target', async () => {
  const { notifier, topic } = open();
  return {
    notifier,
    arrived: async () => topic.reports.map(({ subject, body }) => ({ subject, body })),
    fail: async () => {
      topic.arrives = () => false;
    },
    dispose: async () => {},
  };
});

describe('TargetedNotifier', () => {
  const reports = [
    reportTo(0, { recipient: 'topic' }),
    reportTo(1, { notifyFunction: 'function' }),
    reportTo(2, { recipient: 'topic', notifyFunction: 'function' }),
    reportTo(3, {}),
  ];

  it('sends each report to each of its targets, and counts one without a target as done', async () => {
    const { notifier, topic, toFunction } = open();
    expect(await notifier.report(reports)).toEqual([true, true, true, true]);
    expect(topic.reports).toEqual([reports[0], reports[2]]);
    expect(toFunction.reports).toEqual([reports[1], reports[2]]);
  });

  it('counts a report as arrived only where all of its targets have it', async () => {
    const { notifier, topic, toFunction } = open();
    toFunction.arrives = () => false;
    expect(await notifier.report(reports)).toEqual([true, false, false, true]);
    toFunction.arrives = () => true;
    topic.arrives = () => false;
    expect(await notifier.report(reports)).toEqual([false, true, false, true]);
  });

  it('asks no notifier that nothing is meant for', async () => {
    const { topic, toFunction } = open();
    const asked: number[] = [];
    const counting = { report: async (all: readonly unknown[]) => all.map(() => asked.push(all.length) > 0) };
    await new TargetedNotifier({ topic, function: counting }).report([reportTo(0, { recipient: 'topic' })]);
    expect(asked).toEqual([]);
    expect(toFunction.reports).toEqual([]);
  });
});
