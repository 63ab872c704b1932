import { describe, expect, it } from 'vitest';
import { readLabourer } from '../../src/domain/labourer-settings.js';

const PATH = 'labourers.worker';
const read = (own: unknown, taskConfig: Record<string, unknown> = {}) => readLabourer('worker', own, taskConfig, PATH);

const CPU = {
  details: { MetricName: 'CPUUtilization', Namespace: 'AWS/RDS' },
  feelings: { 4: 50 },
  feeling_comparison_operator: '<=',
};

describe('a labourer', () => {
  it.each([undefined, null, {}])('of which nothing is said (%j) has the documented defaults', (own) => {
    expect(read(own)).toStrictEqual({
      id: 'worker',
      arn: 'worker',
      duration: 900,
      cooldown: 300,
      cap: 1,
      healthMetrics: [],
      maxAttempts: 3,
      retry: { kind: 'linear', jitter: 0, maxDelay: 21_600 },
      archiveOnCompletion: true,
      report: {},
      settings: {},
    });
  });

  const WRITTEN = {
    duration: 60,
    cooldown: 0.5,
    max_simultaneous_invocations: 7,
    max_attempts: 5,
    retry_policy: 'exponential',
    retry_jitter: 0.5,
    retry_max_delay: 1000,
    archive_on_completion: false,
    sns_config: { recipient: 'arn:topic', subject: 'Dead' },
    notify_function: 'tell_me',
  };
  const READ = {
    duration: 60,
    cooldown: 0.5,
    cap: 7,
    maxAttempts: 5,
    retry: { kind: 'exponential', jitter: 0.5, maxDelay: 1000 },
    archiveOnCompletion: false,
    report: { recipient: 'arn:topic', subject: 'Dead', notifyFunction: 'tell_me' },
  };

  it('has its own settings, else those of the task configuration', () => {
    expect(read(WRITTEN)).toMatchObject(READ);
    expect(read({}, WRITTEN)).toMatchObject(READ);
    const others = { ...WRITTEN, duration: 1, max_simultaneous_invocations: 1, max_attempts: 1, retry_jitter: 1 };
    expect(read(WRITTEN, { ...others, sns_config: {}, notify_function: 'other' })).toMatchObject(READ);
  });

  it('keeps every setting as it stands, those of the user’s own included', () => {
    const own = { duration: 60, colour: 'blue' };
    expect(read(own, { cooldown: 9 }).settings).toEqual(own);
  });

  it('is started by its ARN, where there is one; that of the task configuration is nobody’s', () => {
    expect(read({ arn: 'arn:function' }).arn).toBe('arn:function');
    expect(read({}, { arn: 'arn:function' }).arn).toBe('worker');
    expect(read({ arn: null }).arn).toBe('worker');
  });

  it('has as many attempts as it says itself, else as said of it by name, else of all', () => {
    const taskConfig = { max_attempts: 4, max_attempts_worker: 5, max_attempts_other: 6 };
    expect(read({ max_attempts: 1 }, taskConfig).maxAttempts).toBe(1);
    expect(read({}, taskConfig).maxAttempts).toBe(5);
    expect(read({}, { ...taskConfig, max_attempts_worker: undefined }).maxAttempts).toBe(4);
  });

  it('watches its metrics, with the configured default values', () => {
    const taskConfig = { ecology_config: { default_metric_values: { Period: 10 } } };
    const [metric] = read({ health_metrics: { CPU } }, taskConfig).healthMetrics;
    expect(metric).toMatchObject({ name: 'CPU', details: { period: 10 } });
    expect(read({ health_metrics: { CPU } }).healthMetrics[0]?.details.period).toBe(60);
    expect(read({}, { health_metrics: { CPU } }).healthMetrics).toEqual([]);
  });

  it.each([0, 1])('may have all the jitter or none: %s', (retry_jitter) => {
    expect(read({ retry_jitter }).retry.jitter).toBe(retry_jitter);
  });
});

describe('a refusal says which setting it is and what was expected', () => {
  const PAST_WHOLE = Number.MAX_SAFE_INTEGER + 1;
  it.each<[object, string]>([
    [{ arn: '' }, `${PATH}.arn: expected a text, found ""`],
    [{ arn: 7 }, `${PATH}.arn: expected a text, found 7`],
    [{ duration: 0 }, `${PATH}.duration: expected a number of seconds above 0, found 0`],
    [{ duration: '60' }, `${PATH}.duration: expected a number of seconds above 0, found "60"`],
    [{ cooldown: -1 }, `${PATH}.cooldown: expected a number of seconds above 0, found -1`],
    [
      { max_simultaneous_invocations: -1 },
      `${PATH}.max_simultaneous_invocations: expected a whole number, 0 or more, found -1`,
    ],
    [{ max_attempts: 0 }, `${PATH}.max_attempts: expected a whole number from 1, found 0`],
    [{ max_attempts: 1.5 }, `${PATH}.max_attempts: expected a whole number from 1, found 1.5`],
    [{ max_attempts: '3' }, `${PATH}.max_attempts: expected a whole number from 1, found "3"`],
    [{ max_attempts: PAST_WHOLE }, `${PATH}.max_attempts: expected a whole number from 1, found ${PAST_WHOLE}`],
    [{ retry_policy: 'random' }, `${PATH}.retry_policy: expected linear or exponential, found "random"`],
    [{ retry_jitter: 1.1 }, `${PATH}.retry_jitter: expected 0 to 1, found 1.1`],
    [{ retry_jitter: -0.1 }, `${PATH}.retry_jitter: expected 0 to 1, found -0.1`],
    [{ retry_jitter: '0.5' }, `${PATH}.retry_jitter: expected 0 to 1, found "0.5"`],
    [{ retry_max_delay: 0 }, `${PATH}.retry_max_delay: expected a number of seconds above 0, found 0`],
    [{ archive_on_completion: 'yes' }, `${PATH}.archive_on_completion: expected true or false, found "yes"`],
    [{ sns_config: 'topic' }, `${PATH}.sns_config: expected a map, found "topic"`],
    [{ sns_config: { recipient: 1 } }, `${PATH}.sns_config.recipient: expected a text, found 1`],
    [{ sns_config: { subject: '' } }, `${PATH}.sns_config.subject: expected a text, found ""`],
    [{ notify_function: {} }, `${PATH}.notify_function: expected a text, found {}`],
    [{ health_metrics: [] }, `${PATH}.health_metrics: expected a map, found []`],
  ])('%j', (own, message) => {
    expect(() => read(own)).toThrow(expect.objectContaining({ code: 'config.value', message }));
  });

  it.each<[unknown, Record<string, unknown>, string]>([
    ['fast', {}, `${PATH}: expected a map, found "fast"`],
    [{}, { ecology_config: 'x' }, 'ecology_config: expected a map, found "x"'],
    [
      {},
      { ecology_config: { default_metric_values: 'x' } },
      'ecology_config.default_metric_values: expected a map, found "x"',
    ],
  ])('%j with the task configuration %j', (own, taskConfig, message) => {
    expect(() => read(own, taskConfig)).toThrow(expect.objectContaining({ code: 'config.value', message }));
  });

  it.each([{ duration: Number.POSITIVE_INFINITY }, { retry_jitter: Number.NaN }])('no number at all: %o', (own) => {
    const [key] = Object.keys(own);
    expect(() => read(own)).toThrow(expect.objectContaining({ path: `${PATH}.${key}` }));
  });

  it('the name of the labourer itself', () => {
    expect(() => readLabourer('', {}, {}, PATH)).toThrow(expect.objectContaining({ code: 'name.invalid' }));
  });
});
