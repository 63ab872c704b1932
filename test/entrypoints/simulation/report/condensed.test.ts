import { describe, expect, it } from 'vitest';
import type { EcoStatus } from '../../../../src/domain/ecology/eco-status.js';
import type { Timeline } from '../../../../src/entrypoints/simulation/result.js';
import { chartsOf } from '../../../../src/entrypoints/simulation/report/charts.js';
import { condensed } from '../../../../src/entrypoints/simulation/report/condensed.js';
import { aLabourerResult, aResult, aTimeline } from './a-result.js';

const thinned = (timeline: Timeline, points: number): Timeline | undefined =>
  condensed(aResult({ labourers: [aLabourerResult({ timeline })] }), points).labourers[0]?.timeline;

describe('condensed curves', () => {
  it('are the same where they are short enough', () => {
    const timeline = aTimeline(10);
    expect(thinned(timeline, timeline.at.length)).toBe(timeline);
  });

  it('keep the worst health and the longest queue of each stretch, and what went with them', () => {
    const timeline = aTimeline(10);
    const changed = (index: number, status: EcoStatus, queued: number, done: number): Timeline => ({
      ...timeline,
      status: timeline.status.with(index, status),
      queued: timeline.queued.with(index, queued),
      done: timeline.done.with(index, done),
    });
    expect(thinned(changed(6, 1, 0, 7), 12)).toMatchObject({
      status: { 0: 1 },
      done: { 0: 7 },
      at: { 0: timeline.at[0] },
    });
    expect(thinned(changed(6, 4, 999, 7), 12)).toMatchObject({ queued: { 0: 999 }, done: { 0: 7 } });
    expect(thinned(timeline, 12)?.at).toHaveLength(12);
  });

  it('are told of as high as they got, even where the highest is not among what is kept', () => {
    const timeline = aTimeline(10);
    const labourer = aLabourerResult({
      timeline: { ...timeline, status: timeline.status.with(6, 1), queued: timeline.queued.with(2, 999) },
    });
    const result = condensed(aResult({ labourers: [labourer] }), 12);
    expect(Math.max(...(result.labourers[0]?.timeline.queued ?? []))).toBeLessThan(999);
    const [queue] = chartsOf('web', [{ name: 'sosw.yaml', result }]);
    expect(queue?.summary).toBe('queued: at most 999, at 2026-03-01 00:30.');
  });
});
