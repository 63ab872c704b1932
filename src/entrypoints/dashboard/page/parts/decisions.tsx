/** What the Orchestrator decided, newest first. */

import type { DecisionFacts } from '../../../../application/views/facts.js';
import { Foreign } from './foreign.js';
import { Instant } from './instant.js';

export function Decisions({ decisions }: { readonly decisions: readonly DecisionFacts[] }) {
  if (decisions.length === 0) return <p class="muted">No decision was recorded.</p>;
  return (
    <ol class="decisions">
      {decisions.map(({ at, text }) => (
        <li key={`${at} ${text}`}>
          <Instant at={at} /> <Foreign text={text} />
        </li>
      ))}
    </ol>
  );
}
