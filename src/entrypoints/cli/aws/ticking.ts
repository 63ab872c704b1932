/** The essentials that a rule starts every minute. */

export const TICKING = ['scheduler', 'orchestrator', 'scavenger'] as const;
export type Ticking = (typeof TICKING)[number];
