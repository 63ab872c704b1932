/** The settings that a local metric carries in its `details`, checked when it is sampled. */

import { z } from 'zod';
import type { SettingsMap } from '../../domain/ecology/settings-map.js';

/** Longest time for one sample, in seconds. The ceiling keeps one metric from taking a whole pass, which comes every minute. */
export const sampleTimeout = z.number().positive().max(30).default(5);

/** Throws an Error that names the first wrong setting. */
export function metricSettings<Settings>(schema: z.ZodType<Settings>, fields: SettingsMap): Settings {
  const result = schema.safeParse(fields);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`details.${issue?.path.join('.')}: ${issue?.message}`);
}
