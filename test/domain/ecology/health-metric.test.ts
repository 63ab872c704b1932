import { expect, it } from 'vitest';
import { healthMetrics } from '../../../src/domain/ecology/health-metric.js';

const PATH = 'labourers.some_function.health_metrics';
const CPU = {
  details: { Name: 'CPUUtilization', Namespace: 'AWS/RDS' },
  feelings: { 3: 50, 4: 25 },
  feeling_comparison_operator: '<=',
};

it('reads the metrics of the manual in their order', () => {
  const metrics = healthMetrics({ SomeDBCPU: CPU, Depth: { ...CPU, feeling_comparison_operator: 'lt' } }, PATH);
  expect(metrics.map(({ name, feelings }) => [name, feelings.operator])).toEqual([
    ['SomeDBCPU', '<='],
    ['Depth', '<'],
  ]);
});

it('D13 counts a metric without data as Moderate unless no_data_status says otherwise', () => {
  const metrics = healthMetrics({ usual: CPU, strict: { ...CPU, no_data_status: 0 } }, PATH);
  expect(metrics.map((metric) => metric.noDataStatus)).toEqual([2, 0]);
});

it('is none where nothing is configured, and leaves out a metric that a stronger layer set to null', () => {
  expect(healthMetrics(undefined, PATH)).toEqual([]);
  expect(healthMetrics(null, PATH)).toEqual([]);
  expect(healthMetrics({ SomeDBCPU: null }, PATH)).toEqual([]);
});

it('gives default_metric_values to each metric', () => {
  expect(healthMetrics({ CPU }, PATH, { Period: 10 }).map((metric) => metric.details.period)).toEqual([10]);
});

it.each([
  [{ CPU: { ...CPU, feelings: { 4: 50, 3: 25 } } }, `${PATH}.CPU.feelings.4`],
  [{ CPU: { ...CPU, details: undefined } }, `${PATH}.CPU.details`],
  [{ CPU: { ...CPU, no_data_status: 7 } }, `${PATH}.CPU.no_data_status`],
  [{ CPU: true }, `${PATH}.CPU`],
  [['CPU'], PATH],
])('is refused when it is loaded, with the path of what is wrong: %j', (settings, path) => {
  expect(() => healthMetrics(settings, PATH)).toThrow(expect.objectContaining({ name: 'RefusedError', path }));
});
