/** Secrets that a test made up. */

import type { SecretSource } from '../../application/ports/secret-source.js';

export class MemorySecretSource implements SecretSource {
  readonly #secrets: ReadonlyMap<string, string>;

  constructor(secrets: Readonly<Record<string, string>> = {}) {
    this.#secrets = new Map(Object.entries(secrets));
  }

  async get(name: string): Promise<string | undefined> {
    return this.#secrets.get(name);
  }
}
