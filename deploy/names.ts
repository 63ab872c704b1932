/** What a deployment's parts are called: names that documents, workers and the command line rely on, so none is generated. */

/** The four essentials, as their functions' names end. */
export const ESSENTIALS = ['scheduler', 'orchestrator', 'scavenger', 'worker_assistant'] as const;
/** A part of the product that is a function on AWS. */
export type Essential = (typeof ESSENTIALS)[number];

/** Those that a rule starts every minute. */
export const TICKING = ['scheduler', 'orchestrator', 'scavenger'] as const satisfies readonly Essential[];
export type Ticking = (typeof TICKING)[number];

/** Prefix of every name but those of the tables; another one puts a second deployment beside the first. */
export const DEFAULT_PREFIX = 'sosw';

/** A function's folder below the bundles' folder. */
export const bundleFolder = (essential: Essential): string => essential.replace('_', '-');

export const functionName = (prefix: string, essential: Essential): string => `${prefix}_${essential}`;

/** The rule that `sosw ticks on|off` turns on and off. */
export const tickRuleName = (prefix: string, essential: Ticking): string => `${prefix}-${essential}-tick`;

/** The rule that sends a scheduled job to the Scheduler. */
export const jobRuleName = (prefix: string, id: string): string => `${prefix}-job-${id}`;

/** Refuses a prefix that some service would not take in a name. */
export function checkPrefix(prefix: string): string {
  if (/^[a-zA-Z][a-zA-Z0-9-]{0,29}$/.test(prefix)) return prefix;
  throw new Error(`prefix: expected 1 to 30 letters, digits and "-", beginning with a letter, found ${prefix}`);
}
