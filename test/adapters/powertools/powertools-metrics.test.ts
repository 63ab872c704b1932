import { afterEach, describe, expect, it, vi } from 'vitest';
import { PowertoolsMetrics } from '../../../src/adapters/powertools/powertools-metrics.js';
import { labourerId } from '../../../src/domain/ids.js';

function open() {
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      lines.push(...String(chunk).trimEnd().split('\n'));
      return true;
    });
  }
  return { metrics: new PowertoolsMetrics({ namespace: 'sosw', serviceName: 'sosw_orchestrator' }), lines };
}

afterEach(() => vi.restoreAllMocks());

describe('PowertoolsMetrics', () => {
  it('writes one line a labourer in the form that CloudWatch makes metrics of', () => {
    const { metrics, lines } = open();
    metrics.publish(
      labourerId('a'),
      new Map([
        ['TasksInvoked', 3],
        ['OldestTaskAge', 90.5],
      ]),
    );
    metrics.publish(labourerId('b'), new Map([['TasksInvoked', 1]]));
    const [first, second] = lines.map((line) => JSON.parse(line));
    expect(first).toMatchObject({ service: 'sosw_orchestrator', labourer: 'a', TasksInvoked: 3, OldestTaskAge: 90.5 });
    expect(first._aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'sosw',
        Dimensions: [['service', 'labourer']],
        Metrics: [
          { Name: 'TasksInvoked', Unit: 'Count' },
          { Name: 'OldestTaskAge', Unit: 'Seconds' },
        ],
      },
    ]);
    expect(second).toMatchObject({ service: 'sosw_orchestrator', labourer: 'b', TasksInvoked: 1 });
    expect(second).not.toHaveProperty('OldestTaskAge');
    expect(lines).toHaveLength(2);
  });

  it('writes nothing where there is nothing', () => {
    const { metrics, lines } = open();
    metrics.publish(labourerId('a'), new Map());
    expect(lines).toEqual([]);
  });
});
