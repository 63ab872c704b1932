import { describe, expect, it } from 'vitest';
import { metricDetails, metricQuery } from '../../../src/domain/ecology/metric-query.js';
import { epochSeconds } from '../../../src/domain/time.js';

const PATH = 'health_metrics.CPU.details';
const CPU = { MetricName: 'CPUUtilization', Namespace: 'AWS/RDS' };

describe('details', () => {
  it('D24 take the documented Name as the MetricName that CloudWatch needs', () => {
    const { fields } = metricDetails({ Name: 'CPUUtilization', Namespace: 'AWS/RDS' }, PATH);
    expect(fields).toEqual(CPU);
  });

  it('keep MetricName where both are given', () => {
    expect(metricDetails({ ...CPU, Name: 'other' }, PATH).fields).toEqual(CPU);
  });

  it('default to the average of each minute of the last five', () => {
    expect(metricDetails(CPU, PATH)).toMatchObject({
      source: 'cloudwatch',
      statistic: 'Average',
      period: 60,
      slice: 300,
    });
  });

  it('are stronger than default_metric_values, which are stronger than our defaults', () => {
    const defaults = { Period: 120, Statistics: ['Maximum'], Unit: 'Percent' };
    expect(metricDetails({ ...CPU, Period: 10 }, PATH, defaults)).toMatchObject({
      fields: { ...CPU, Unit: 'Percent' },
      statistic: 'Maximum',
      period: 10,
      slice: 300,
    });
  });

  it('keep what their own source reads, without what all metrics have in common', () => {
    const { source, fields } = metricDetails({ source: 'command', command: ['uptime'], timeout: 2, Period: 1 }, PATH);
    expect({ source, fields }).toStrictEqual({ source: 'command', fields: { command: ['uptime'], timeout: 2 } });
  });

  it.each([
    ['a text', 'CPU', PATH],
    ['no MetricName', { Namespace: 'N' }, `${PATH}.MetricName`],
    ['an empty Name', { Name: '', Namespace: 'N' }, `${PATH}.MetricName`],
    ['no Namespace', { MetricName: 'M' }, `${PATH}.Namespace`],
    ['Dimensions as a map', { ...CPU, Dimensions: { DBInstanceIdentifier: 'db' } }, `${PATH}.Dimensions`],
    ['a dimension without Value', { ...CPU, Dimensions: [{ Name: 'A' }] }, `${PATH}.Dimensions.0.Value`],
    ['a Period of 0', { ...CPU, Period: 0 }, `${PATH}.Period`],
    ['a Period as text', { ...CPU, Period: '60' }, `${PATH}.Period`],
    ['a negative slice', { ...CPU, MetricAggregationTimeSlice: -300 }, `${PATH}.MetricAggregationTimeSlice`],
    ['two statistics', { ...CPU, Statistics: ['Average', 'Maximum'] }, `${PATH}.Statistics`],
    ['a source that is no text', { ...CPU, source: 3 }, `${PATH}.source`],
  ])('are refused with %s', (_, details, path) => {
    expect(() => metricDetails(details, PATH)).toThrow(expect.objectContaining({ path }));
  });
});

describe('the key', () => {
  const dimensions = { Dimensions: [{ Name: 'A', Value: '1' }] };
  const key = (details: object) => metricDetails(details, PATH).key;

  it('is equal for equal details in another order of keys', () => {
    const reordered = { Dimensions: [{ Value: '1', Name: 'A' }], Namespace: 'AWS/RDS', MetricName: 'CPUUtilization' };
    expect(key(reordered)).toBe(key({ ...CPU, ...dimensions }));
  });

  it('differs for details that differ anywhere', () => {
    const others = [{}, { Period: 10 }, { Statistics: ['Sum'] }, { Dimensions: [{ Name: 'A', Value: '2' }] }];
    const keys = [{ ...dimensions }, ...others].map((part) => key({ ...CPU, ...part }));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

it('asks for the slice that ends now', () => {
  const details = metricDetails({ ...CPU, MetricAggregationTimeSlice: 90 }, PATH);
  expect(metricQuery(details, epochSeconds(1_000_000))).toEqual({ ...details, from: 999_910, to: 1_000_000 });
});
