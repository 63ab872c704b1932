/** Configuration documents that are given as they are. */

import type { ConfigSource } from '../../application/ports/config-source.js';
import type { Json } from '../../domain/task.js';
import { documentOfText } from '../shared/config-document.js';

export class MemoryConfigSource implements ConfigSource {
  readonly #documents: ReadonlyMap<string, Json>;

  /** A text among the documents is read as a stored one would be: as JSON if it is. */
  constructor(documents: Readonly<Record<string, Json>> = {}) {
    this.#documents = new Map(Object.entries(documents));
  }

  async get(name: string): Promise<Json | undefined> {
    const document = this.#documents.get(name);
    return typeof document === 'string' ? documentOfText(document) : document;
  }
}
