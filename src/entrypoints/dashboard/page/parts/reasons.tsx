/** Why something is as it is, in words, and what can be done about it. */

import type { ReasonFacts } from '../../../../application/views/facts.js';
import { useMoment } from '../state/moment.js';

export function Reasons({ reasons }: { readonly reasons: readonly ReasonFacts[] }) {
  const { at } = useMoment();
  if (reasons.length === 0) {
    return <p class="muted">{at === null ? 'Nothing holds it back.' : 'Of the past nothing is explained.'}</p>;
  }
  return (
    <ol class="reasons">
      {reasons.map(({ code, text, advice }, index) => (
        <li key={`${index} ${code}`} class={index === 0 ? 'reason-first' : ''}>
          <p>
            <bdi>{text}</bdi>
          </p>
          {advice !== null && (
            <p class="advice">
              <bdi>{advice}</bdi>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
