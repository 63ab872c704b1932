import { describe, expect, it } from 'vitest';
import { CryptoIdSource } from '../../../src/adapters/system/crypto-id-source.js';
import { slotText, tokenOfSlot } from '../../../src/domain/slots.js';
import { epochSeconds } from '../../../src/domain/time.js';
import { idSourceContract } from '../../contracts/id-source.contract.js';

idSourceContract('crypto', () => new CryptoIdSource());

describe('CryptoIdSource', () => {
  it('counts nonces behind the process’s name', () => {
    const source = new CryptoIdSource('worker-7_a');
    const nonces = Array.from({ length: 37 }, () => source.nonce());
    expect(nonces[0]).toBe('worker-7_a-0');
    expect(nonces[36]).toBe('worker-7_a-10');
  });

  it('makes nonces behind which a slot keeps its token', () => {
    const token = { expiresAt: epochSeconds(1_700_000_040) };
    expect(tokenOfSlot(slotText(token, new CryptoIdSource().nonce()))).toEqual(token);
  });

  it.each(['', 'a.b', 'a b', 'ä', 'x'.repeat(101)])('refuses %j as the name of a process', (name) => {
    expect(() => new CryptoIdSource(name)).toThrow(RangeError);
  });
});
