/** What every IdSource promises. */

import { describe, expect, it } from 'vitest';
import type { IdSource } from '../../src/application/ports/id-source.js';

/** `open` gives each call a source of another process. */
export function idSourceContract(name: string, open: () => IdSource): void {
  describe(`IdSource: ${name}`, () => {
    it('gives task ids of 32 hex digits that nobody has had, in this process or another', () => {
      const sources = [open(), open()];
      const ids = Array.from({ length: 10_000 }, (_, index) => (sources[index % 2] as IdSource).taskId());
      expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
      expect(new Set(ids).size).toBe(10_000);
    });

    it('gives nonces that nobody has had, in this process or another', () => {
      const sources = [open(), open()];
      const nonces = Array.from({ length: 10_000 }, (_, index) => (sources[index % 2] as IdSource).nonce());
      expect(new Set(nonces).size).toBe(10_000);
    });

    it('begins the nonces of a process with its own name and “-”, without any dot', () => {
      const source = open();
      const nonces = Array.from({ length: 100 }, () => source.nonce());
      const names = new Set(nonces.map((nonce) => nonce.slice(0, nonce.lastIndexOf('-'))));
      expect(names.size).toBe(1);
      expect([...names][0]).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(nonces.join('')).not.toContain('.');
    });

    // The first two are NIST's examples for SHA-256; the third has characters of two, three and four bytes in UTF-8.
    it.each([
      ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
      ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
      ['ü€😀', 'bec2d3e7c2047c817dc4c8c4e13f7a4801bb0c7f8798e3ac3e2fd65d71cb4993'],
    ])('digests %j to what SHA-256 says', (text, digest) => {
      expect(open().digest(text)).toBe(digest);
    });
  });
}
