/** What somebody should look at first, the worst at the top. */

import { useState } from 'preact/hooks';
import type { LabourerFacts } from '../../../../../application/views/facts.js';
import { Foreign } from '../../parts/foreign.js';
import { Panel } from '../../parts/panel.js';
import { address } from '../../state/route.js';
import { concernsOf } from './concerns.js';

const FEW = 6;

export function Attention({ labourers }: { readonly labourers: readonly LabourerFacts[] }) {
  const [areAllShown, showAll] = useState(false);
  const concerns = labourers.flatMap(concernsOf).sort((one, other) => other.weight - one.weight);
  if (concerns.length === 0) return null;
  const shown = areAllShown ? concerns : concerns.slice(0, FEW);
  return (
    <Panel title="Needs attention" class="attention">
      <ul>
        {shown.map(({ labourerId, weight, text, path, query }) => (
          <li key={`${labourerId} ${weight}`} class={weight >= 4 ? 'concern concern-bad' : 'concern'}>
            <a href={address(path, query && new URLSearchParams(query))}>
              <b>
                <Foreign text={labourerId} limit={80} />
              </b>{' '}
              {text}
            </a>
          </li>
        ))}
      </ul>
      {concerns.length > FEW && (
        <button type="button" class="quiet" onClick={() => showAll(!areAllShown)}>
          {areAllShown ? 'Show fewer' : `Show ${concerns.length - FEW} more`}
        </button>
      )}
    </Panel>
  );
}
