/** The strip's last values as a table, for who reads rather than looks. */

import { useState } from 'preact/hooks';
import type { EcologyFacts } from '../../../../../application/views/facts.js';
import { amount, percent } from '../../format/numbers.js';
import { statusName } from '../../format/words.js';
import { Foreign } from '../../parts/foreign.js';
import { Instant } from '../../parts/instant.js';
import { ScrollTable } from '../../parts/scroll-table.js';

const ROWS = 40;

export function EcologyTable({ facts }: { readonly facts: EcologyFacts }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && <Rows facts={facts} />}
    </details>
  );
}

function Rows({ facts }: { readonly facts: EcologyFacts }) {
  const newest = facts.at
    .map((_, index) => index)
    .slice(-ROWS)
    .reverse();
  return (
    <ScrollTable caption="The ecology’s last values, newest first">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Status</th>
          {['Coefficient', 'Cap', 'Allowed', 'Running', 'Waiting'].map((name) => (
            <th key={name} scope="col" class="right">
              {name}
            </th>
          ))}
          {facts.metrics.map(({ name }) => (
            <th key={name} scope="col" class="right">
              <Foreign text={name} limit={60} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {newest.map((index) => (
          <tr key={facts.at[index]}>
            <th scope="row">
              <Instant at={facts.at[index] ?? null} />
            </th>
            <td>{statusName(facts.status[index] ?? null)}</td>
            <td class="numeric">{percent(facts.coefficient[index])}</td>
            <td class="numeric">{amount(facts.cap[index])}</td>
            <td class="numeric">{amount(facts.allowance[index])}</td>
            <td class="numeric">{amount(facts.running[index])}</td>
            <td class="numeric">{amount(facts.queued[index])}</td>
            {facts.metrics.map(({ name, values }) => (
              <td key={name} class="numeric">
                {amount(values[index])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
