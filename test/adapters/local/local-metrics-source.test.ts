import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { LocalMetricsSource } from '../../../src/adapters/local/local-metrics-source.js';
import { metricDetails, metricQuery } from '../../../src/domain/ecology/metric-query.js';
import { epochSeconds } from '../../../src/domain/time.js';
import { metricsSourceContract } from '../../contracts/metrics-source.contract.js';

const queryOf = (details: object) => metricQuery(metricDetails(details, 'details'), epochSeconds(1_700_000_000));
const shell = (script: string) => queryOf({ source: 'command', command: ['sh', '-c', script], timeout: 30 });

metricsSourceContract('local commands', async () => ({
  source: new LocalMetricsSource(),
  answering: (value) => shell(`echo ${value}`),
  empty: () => shell('true'),
  failing: () => shell('echo 5; exit 1'),
  dispose: async () => {},
}));

it('samples metrics of each kind of source, one datapoint each', async () => {
  const queries = [
    queryOf({ source: 'machine', MetricName: 'MemoryFreeMiB' }),
    shell('echo 8'),
    queryOf({ source: 'http', url: 'http://127.0.0.1:1/' }),
  ];
  expect(await new LocalMetricsSource().values(queries)).toEqual([
    { kind: 'datapoints', datapoints: [expect.any(Number)] },
    { kind: 'datapoints', datapoints: [8] },
    { kind: 'failed', reason: expect.stringContaining('127.0.0.1:1: no connection') },
  ]);
});

it('says which sources there are to a metric of another one', async () => {
  const cloudWatch = queryOf({ MetricName: 'CPUUtilization', Namespace: 'AWS/RDS' });
  expect(await new LocalMetricsSource().values([cloudWatch])).toEqual([
    { kind: 'failed', reason: 'no source cloudwatch here, only machine, command, http' },
  ]);
});

it('samples side by side, so that slow metrics do not add up', async () => {
  const folder = temporaryFolder();
  const count = 8;
  // Each ends when all have begun.
  const meeting = `touch ${folder.path}/$$; until [ $(ls ${folder.path} | wc -l) -eq ${count} ]; do sleep 0.02; done; echo 1`;
  const answers = await new LocalMetricsSource().values(Array.from({ length: count }, () => shell(meeting)));
  expect(answers).toEqual(Array(count).fill({ kind: 'datapoints', datapoints: [1] }));
  folder.remove();
});
