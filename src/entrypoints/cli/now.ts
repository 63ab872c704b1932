/** The present, as every command reads it: once, at its beginning. */

import { type EpochSeconds, epochSeconds } from '../../domain/time.js';

export const now = (): EpochSeconds => epochSeconds(Date.now() / 1000);
