import { describe, expect, it } from 'vitest';
import { SequentialIdSource } from '../../../src/adapters/memory/sequential-id-source.js';
import { idSourceContract } from '../../contracts/id-source.contract.js';

let processes = 0;
idSourceContract('sequential', () => new SequentialIdSource(`process-${processes++}`));

describe('SequentialIdSource', () => {
  it('gives the same names in the same order to the same process', () => {
    const asked = (source: SequentialIdSource) => [source.taskId(), source.nonce(), source.taskId(), source.nonce()];
    expect(asked(new SequentialIdSource('one'))).toEqual(asked(new SequentialIdSource('one')));
    expect(asked(new SequentialIdSource())).toEqual(asked(new SequentialIdSource()));
  });

  it('gives task ids that ascend', () => {
    const source = new SequentialIdSource();
    const ids = Array.from({ length: 300 }, () => source.taskId());
    expect([...ids].sort()).toEqual(ids);
  });

  it('refuses a name with a dot', () => {
    expect(() => new SequentialIdSource('a.b')).toThrow(RangeError);
  });
});
