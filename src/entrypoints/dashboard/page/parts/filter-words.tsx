/** Which tasks a filter means, as it will be applied. */

import type { JsonObject } from '../../../../domain/task.js';
import { stateName } from '../format/words.js';
import { Foreign } from './foreign.js';

export const FilterWords = ({ filter }: { readonly filter: JsonObject }) => (
  <dl class="filter-words">
    {Object.entries(filter).map(([key, value]) => (
      <div key={key}>
        <dt>{key.replaceAll('_', ' ')}</dt>
        <dd>
          <Foreign text={wordsOf(key, value)} limit={120} />
        </dd>
      </div>
    ))}
  </dl>
);

const wordsOf = (key: string, value: unknown): string =>
  [value]
    .flat()
    .map((each) => (key === 'state' ? stateName(String(each)) : String(each)))
    .join(' or ');
