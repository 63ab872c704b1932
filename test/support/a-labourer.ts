/** Builder for tests: a labourer in which only what the test is about is said. */

import { labourerId } from '../../src/domain/ids.js';
import {
  DEFAULT_CAP,
  DEFAULT_COOLDOWN,
  DEFAULT_DURATION,
  DEFAULT_MAX_ATTEMPTS,
  type Labourer,
} from '../../src/domain/labourer.js';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry.js';

export const aLabourer = (id = 'some_function', details: Partial<Labourer> = {}): Labourer => ({
  id: labourerId(id),
  arn: id,
  duration: DEFAULT_DURATION,
  cooldown: DEFAULT_COOLDOWN,
  cap: DEFAULT_CAP,
  healthMetrics: [],
  maxAttempts: DEFAULT_MAX_ATTEMPTS,
  retry: DEFAULT_RETRY_POLICY,
  archiveOnCompletion: true,
  report: {},
  settings: {},
  ...details,
});
