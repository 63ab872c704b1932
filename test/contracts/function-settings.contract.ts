/** What every FunctionSettings promises. */

import { describe, expect, it } from 'vitest';
import type { FunctionSettings } from '../../src/application/ports/function-settings.js';
import type { Labourer } from '../../src/domain/labourer.js';
import { seconds } from '../../src/domain/time.js';
import { aLabourer } from '../support/a-labourer.js';

export interface OpenFunctionSettings {
  readonly settings: FunctionSettings;
  /** A labourer of 900 s of duration whose function has this time-out. */
  configured(timeout: number): Labourer;
}

export function functionSettingsContract(name: string, open: () => OpenFunctionSettings): void {
  describe(`FunctionSettings: ${name}`, () => {
    it('gives the time-out that the function has', async () => {
      const { settings, configured } = open();
      expect(await settings.timeout(configured(60))).toBe(60);
    });

    it('gives the labourer’s duration where nothing else is known', async () => {
      expect(await open().settings.timeout(aLabourer('unknown', { duration: seconds(77) }))).toBe(77);
    });
  });
}
