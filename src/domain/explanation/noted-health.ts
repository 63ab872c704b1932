/** What is known of a labourer's health without asking its metrics again: the last sample, or else the words of the last decision. */

import { ECO_STATUSES, type EcoStatus, ecoStatusName } from '../ecology/eco-status.js';
import type { EpochSeconds } from '../time.js';

/** Values are by the metric's name; null where it had no data. */
export interface NotedHealth {
  readonly at: EpochSeconds;
  readonly status: EcoStatus;
  readonly metrics?: Readonly<Record<string, number | null>>;
}

/** A decision as it was noted: `decisionInWords`. */
export interface DecisionInWords {
  readonly at: EpochSeconds;
  readonly text: string;
}

/** The status that a decision's words end with (see `decisionInWords`); undefined for other words. */
export function statusOfWords(text: string): EcoStatus | undefined {
  const name = text.slice(text.lastIndexOf('→') + 1).trim();
  return ECO_STATUSES.find((status) => ecoStatusName(status) === name);
}

/** The newer of what was sampled and what was decided. */
export function notedHealth(
  sample: NotedHealth | undefined,
  decision: DecisionInWords | undefined,
): NotedHealth | undefined {
  const status = decision === undefined ? undefined : statusOfWords(decision.text);
  if (decision === undefined || status === undefined || (sample !== undefined && sample.at >= decision.at))
    return sample;
  return { at: decision.at, status };
}
