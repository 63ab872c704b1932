/** What every SecretSource promises. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecretSource } from '../../src/application/ports/secret-source.js';

export interface OpenSecretSource {
  /** Holds `api_key`: `s€cret value`, and `empty`: no text at all. */
  readonly secrets: SecretSource;
  dispose(): Promise<void>;
}

export const SECRETS = { api_key: 's€cret value', empty: '' } as const;

export function secretSourceContract(name: string, open: () => Promise<OpenSecretSource>): void {
  describe(`SecretSource: ${name}`, () => {
    let opened: OpenSecretSource;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());

    it('gives a secret as it is', async () => {
      expect(await opened.secrets.get('api_key')).toBe('s€cret value');
      expect(await opened.secrets.get('empty')).toBe('');
    });

    it.each(['none', 'constructor', '__proto__'])('has no secret %j', async (missing) => {
      expect(await opened.secrets.get(missing)).toBeUndefined();
    });
  });
}
