/** The labourers as the configuration has them now. */

import type { LabourerId } from '../domain/ids.js';
import type { Labourer } from '../domain/labourer.js';

/**
 * The essentials ask anew in every pass, so that a changed configuration is obeyed without a restart. `of` answers for a labourer
 * that was removed too, with the defaults: its running tasks still report.
 */
export interface Labourers {
  /** Those that are configured, in the configuration's order. */
  all(): readonly Labourer[];
  /** The labourer of this name; undefined for one that is not configured. */
  find(id: string): Labourer | undefined;
  /** The same, with the defaults for one that is not configured (any more). */
  of(id: LabourerId): Labourer;
}
