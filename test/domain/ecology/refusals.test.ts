/** What people read when settings of the ecology are refused: where it is, what was expected, what was found. */

import { expect, it } from 'vitest';
import { coefficients, invocationCap } from '../../../src/domain/ecology/allowance.js';
import { comparison } from '../../../src/domain/ecology/comparison.js';
import { onlyStatistic } from '../../../src/domain/ecology/datapoints.js';
import { ecoStatus } from '../../../src/domain/ecology/eco-status.js';
import { feelings } from '../../../src/domain/ecology/feelings.js';
import { healthMetrics } from '../../../src/domain/ecology/health-metric.js';
import { metricDetails } from '../../../src/domain/ecology/metric-query.js';
import { asMap } from '../../../src/domain/ecology/settings-map.js';

const felt = (operator: string, thresholds: object) =>
  feelings({ feelings: thresholds, feeling_comparison_operator: operator }, 'm');
const details = (more: object) => metricDetails({ MetricName: 'M', Namespace: 'N', ...more }, 'd');
const SECONDS = 'a number of seconds above 0';

it.each<[string, string, () => unknown]>([
  ['config.value', 'p: expected a map, found [1]', () => asMap([1], 'p')],
  ['config.value', 'p: expected a map, found null', () => asMap(null, 'p')],
  ['ecology.status', 'p: expected a status from 0 (Bad) to 4 (High), found 9', () => ecoStatus(9, 'p')],
  ['ecology.operator', 'p: expected one of < <= > >= == or lt le gt ge eq, found "=<"', () => comparison('=<', 'p')],
  [
    'ecology.operator',
    'm.feeling_comparison_operator: expected one of < <= > >= == or lt le gt ge eq, found "~"',
    () => felt('~', {}),
  ],
  ['ecology.coefficient', 'c.4: expected 0 to 1, found 1.5', () => coefficients({ 4: 1.5 }, 'c')],
  ['ecology.coefficient', 'c.4: expected 0 to 1, found "1"', () => coefficients({ 4: '1' }, 'c')],
  ['config.value', 'c: expected a map, found 1', () => coefficients(1, 'c')],
  ['ecology.status', 'c: expected a status from 0 (Bad) to 4 (High), found "x"', () => coefficients({ x: 1 }, 'c')],
  [
    'config.value',
    'l.max_simultaneous_invocations: expected a whole number, 0 or more, found 1.5',
    () => invocationCap({ max_simultaneous_invocations: 1.5 }, {}, 'l'),
  ],
  [
    'ecology.details',
    'p: expected a list of one statistic: Average, Maximum, Minimum, Sum, SampleCount, or a percentile from p0 to p100, found []',
    () => onlyStatistic([], 'p'),
  ],
  ['ecology.threshold', 'm.feelings.4: expected a number, found "25"', () => felt('<=', { 4: '25' })],
  ['ecology.status', 'm.feelings: expected a status from 0 (Bad) to 4 (High), found "5"', () => felt('<=', { 5: 25 })],
  [
    'ecology.order',
    'm.feelings.4: expected at most 25, the threshold of 3 Good, found 50. With <= the status 3 could never be reached',
    () => felt('<=', { 4: 50, 3: 25 }),
  ],
  [
    'ecology.order',
    'm.feelings.4: expected at most 25, the threshold of 3 Good, found 50. With < the status 3 could never be reached',
    () => felt('<', { 4: 50, 3: 25 }),
  ],
  [
    'ecology.order',
    'm.feelings.2: expected at least 50, the threshold of 0 Bad, found 25. With > the status 0 could never be reached',
    () => felt('>', { 4: 80, 2: 25, 0: 50 }),
  ],
  ['config.value', 'h: expected a map, found "CPU"', () => healthMetrics('CPU', 'h')],
  ['config.value', 'h.CPU: expected a map, found 1', () => healthMetrics({ CPU: 1 }, 'h')],
  ['config.value', 'd: expected a map, found "CPU"', () => metricDetails('CPU', 'd')],
  ['ecology.details', 'd.source: expected a text, found ""', () => details({ source: '' })],
  ['ecology.details', 'd.MetricName: expected a text, found ""', () => details({ MetricName: '' })],
  ['ecology.details', 'd.Namespace: expected a text, found 1', () => details({ Namespace: 1 })],
  [
    'ecology.details',
    'd.Dimensions: expected a list of maps of Name and Value, found {}',
    () => details({ Dimensions: {} }),
  ],
  [
    'config.value',
    'd.Dimensions.1: expected a map, found "x"',
    () => details({ Dimensions: [{ Name: 'a', Value: 'b' }, 'x'] }),
  ],
  [
    'ecology.details',
    'd.Dimensions.0.Name: expected a text, found ""',
    () => details({ Dimensions: [{ Name: '', Value: 'b' }] }),
  ],
  [
    'ecology.details',
    'd.Dimensions.0.Value: expected a text, found 2',
    () => details({ Dimensions: [{ Name: 'a', Value: 2 }] }),
  ],
  ['ecology.details', `d.Period: expected ${SECONDS}, found "60"`, () => details({ Period: '60' })],
  ['ecology.details', `d.Period: expected ${SECONDS}, found 0`, () => details({ Period: 0 })],
  [
    'ecology.details',
    `d.MetricAggregationTimeSlice: expected ${SECONDS}, found -1`,
    () => details({ MetricAggregationTimeSlice: -1 }),
  ],
  [
    'ecology.details',
    'd.Statistics: expected a list of one statistic: Average, Maximum, Minimum, Sum, SampleCount, or a percentile from p0 to p100, found "Sum"',
    () => details({ Statistics: 'Sum' }),
  ],
])('%s — %s', (code, message, call) => {
  expect(call).toThrow(expect.objectContaining({ name: 'RefusedError', code, message }));
});
