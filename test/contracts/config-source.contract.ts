/** What every ConfigSource promises. */

import { expect } from 'vitest';
import type { ConfigSource } from '../../src/application/ports/config-source.js';
import { type Contract, describeContract, type Open } from './rules.js';

export interface ConfigSourceSubject {
  /** A source in which documents of these texts are stored under these names. */
  holding(texts: Readonly<Record<string, string>>): Promise<ConfigSource>;
}

const CONFIG_SOURCE_CONTRACT: Contract<ConfigSourceSubject> = {
  'a document': {
    async 'is its JSON'({ holding }) {
      const source = await holding({ a: '{"labourers": {"w": {"duration": 60.5}}, "list": [1, null, "ü"]}', b: ' 7 ' });
      expect(await source.get('a')).toEqual({ labourers: { w: { duration: 60.5 } }, list: [1, null, 'ü'] });
      expect(await source.get('b')).toBe(7);
    },

    async 'is the text itself when it is not JSON'({ holding }) {
      const source = await holding({
        plain: 'arn:aws:sns:us-west-2:000000000000:topic',
        python: "{'a': None}",
        empty: '',
      });
      expect(await source.get('plain')).toBe('arn:aws:sns:us-west-2:000000000000:topic');
      expect(await source.get('python')).toBe("{'a': None}");
      expect(await source.get('empty')).toBe('');
    },

    async 'is undefined when there is none of the name'({ holding }) {
      const source = await holding({ sosw_scheduler_config: '{}' });
      expect(await source.get('sosw_scheduler')).toBeUndefined();
      expect(await source.get('toString')).toBeUndefined();
    },
  },
};

export const configSourceContract = (name: string, open: Open<ConfigSourceSubject>): void =>
  describeContract(`ConfigSource: ${name}`, CONFIG_SOURCE_CONTRACT, open);
