/** "Why not more now?", in words, with the decisions that led here. */

import { encoded } from '../../format/encoded.js';
import type { ExplanationFacts } from '../../../../../application/views/facts.js';
import { Decisions } from '../../parts/decisions.js';
import { Known } from '../../parts/known.js';
import { Panel } from '../../parts/panel.js';
import { Reasons } from '../../parts/reasons.js';
import { useAtMoment } from '../../state/moment.js';
import { useFacts } from '../../state/use-facts.js';

/** Seconds between two questions. */
const EVERY = 4;

export function WhyPanel({ labourerId }: { readonly labourerId: string }) {
  const atMoment = useAtMoment();
  const path = atMoment(`api/labourers/${encoded(labourerId)}/explanation`);
  const answer = useFacts<ExplanationFacts>(path, EVERY);
  return (
    <Panel title="Why not more now?">
      <Known answer={answer}>
        {({ reasons, decisions }) => (
          <>
            <Reasons reasons={reasons} />
            <details>
              <summary>Recorded decisions ({decisions.length})</summary>
              <Decisions decisions={decisions} />
            </details>
          </>
        )}
      </Known>
    </Panel>
  );
}
