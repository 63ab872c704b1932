/** Where configuration documents come from. */

import type { Json } from '../../domain/task.js';

export interface ConfigSource {
  /** The document of this name: parsed JSON, the text itself when it is not JSON, undefined when there is none. */
  get(name: string): Promise<Json | undefined>;
}
