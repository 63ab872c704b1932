/** What each source of configuration offers, and what is common to reading them. */

import { SoswError } from '../../../domain/errors.js';
import type { Json } from '../../../domain/task.js';

export interface SettingsSource {
  /** The document of this name; undefined when there is none. */
  get(name: string): Promise<Json | undefined>;
  /** The documents whose names begin with `start`, by their whole names. */
  startingWith(start: string): Promise<readonly (readonly [name: string, value: Json])[]>;
}

/** Settings read by their prefix at once; more of them are a wrong prefix. */
export const SETTINGS_MAX = 1000;

/** The rejection of a prefix that asks for too much. */
export const tooMany = (start: string): SoswError =>
  new SoswError('config.too_many', `more than ${SETTINGS_MAX} settings begin with ${start}`);

/** `retryable`: the source may answer later. Without the SDK's error where that may quote an answer, and with it a secret. */
export const unavailable = (what: string, errorName: string): SoswError =>
  new SoswError('config.unavailable', `${what} can't be read (${errorName})`, { retryable: true });
