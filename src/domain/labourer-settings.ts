/** Reads a labourer's settings as they stand under `labourers` in the configuration. Unknown keys are kept: they are the user's own. */

import { invocationCap } from './ecology/allowance.js';
import { healthMetrics } from './ecology/health-metric.js';
import { asMap, type SettingsMap } from './ecology/settings-map.js';
import { RefusedError } from './errors.js';
import { labourerId } from './ids.js';
import {
  DEFAULT_COOLDOWN,
  DEFAULT_DURATION,
  DEFAULT_MAX_ATTEMPTS,
  type Labourer,
  type ReportTarget,
} from './labourer.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry.js';
import { type Seconds, seconds } from './time.js';

/**
 * One labourer. What its own settings leave open comes from the task configuration, then from the defaults; `max_attempts` may
 * also stand there as `max_attempts_<labourer>`. Throws RefusedError with the path of the first wrong value.
 */
export function readLabourer(name: string, own: unknown, taskConfig: SettingsMap, path: string): Labourer {
  const settings = asMap(own ?? {}, path);
  const setting = (key: string): unknown => settings[key] ?? taskConfig[key];
  return {
    id: labourerId(name),
    arn: optionalText(settings.arn, `${path}.arn`) ?? name,
    duration: positiveSeconds(setting('duration') ?? DEFAULT_DURATION, `${path}.duration`),
    cooldown: positiveSeconds(setting('cooldown') ?? DEFAULT_COOLDOWN, `${path}.cooldown`),
    cap: invocationCap(settings, taskConfig, path),
    healthMetrics: healthMetrics(settings.health_metrics, `${path}.health_metrics`, defaultMetricValues(taskConfig)),
    maxAttempts: maxAttempts(name, settings, taskConfig, path),
    retry: retryPolicy(setting, path),
    archiveOnCompletion: flag(setting('archive_on_completion') ?? true, `${path}.archive_on_completion`),
    report: reportTarget(setting, path),
    settings,
  };
}

function defaultMetricValues(taskConfig: SettingsMap): SettingsMap {
  const ecology = asMap(taskConfig.ecology_config ?? {}, 'ecology_config');
  return asMap(ecology.default_metric_values ?? {}, 'ecology_config.default_metric_values');
}

function maxAttempts(name: string, settings: SettingsMap, taskConfig: SettingsMap, path: string): number {
  const value =
    settings.max_attempts ?? taskConfig[`max_attempts_${name}`] ?? taskConfig.max_attempts ?? DEFAULT_MAX_ATTEMPTS;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
  throw refused(`${path}.max_attempts`, 'a whole number from 1', value);
}

function retryPolicy(setting: (key: string) => unknown, path: string): RetryPolicy {
  const kind = setting('retry_policy') ?? DEFAULT_RETRY_POLICY.kind;
  if (kind !== 'linear' && kind !== 'exponential') throw refused(`${path}.retry_policy`, 'linear or exponential', kind);
  const jitter = setting('retry_jitter') ?? DEFAULT_RETRY_POLICY.jitter;
  if (typeof jitter !== 'number' || !(jitter >= 0 && jitter <= 1))
    throw refused(`${path}.retry_jitter`, '0 to 1', jitter);
  const maxDelay = setting('retry_max_delay') ?? DEFAULT_RETRY_POLICY.maxDelay;
  return { kind, jitter, maxDelay: positiveSeconds(maxDelay, `${path}.retry_max_delay`) };
}

function reportTarget(setting: (key: string) => unknown, path: string): ReportTarget {
  const sns = asMap(setting('sns_config') ?? {}, `${path}.sns_config`);
  const recipient = optionalText(sns.recipient, `${path}.sns_config.recipient`);
  const subject = optionalText(sns.subject, `${path}.sns_config.subject`);
  const notifyFunction = optionalText(setting('notify_function'), `${path}.notify_function`);
  return {
    ...(recipient === undefined ? {} : { recipient }),
    ...(subject === undefined ? {} : { subject }),
    ...(notifyFunction === undefined ? {} : { notifyFunction }),
  };
}

function positiveSeconds(value: unknown, path: string): Seconds {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return seconds(value);
  throw refused(path, 'a number of seconds above 0', value);
}

function optionalText(value: unknown, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw refused(path, 'a text', value);
}

function flag(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw refused(path, 'true or false', value);
}

const refused = (path: string, expected: string, found: unknown): RefusedError =>
  new RefusedError('config.value', { path, expected, found });
