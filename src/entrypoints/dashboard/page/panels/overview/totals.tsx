/** The sums over all labourers. */

import type { LabourerFacts } from '../../../../../application/views/facts.js';
import { amount, count, stretch, UNKNOWN } from '../../format/numbers.js';
import { Figure } from '../../parts/figure.js';

interface Properties {
  readonly labourers: readonly LabourerFacts[];
  readonly readUnits: number | null;
}

export function Totals({ labourers, readUnits }: Properties) {
  const sum = (of: (labourer: LabourerFacts) => number | null): number | null => {
    const known = labourers.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  const waiting = sum(({ queued }) => queued?.count ?? null);
  const areExact = labourers.every(({ queued }) => queued === null || queued.exact);
  const oldest = Math.max(...labourers.map(({ oldest_wait }) => oldest_wait ?? -1));
  const dead = sum((labourer) => labourer.dead);
  const failed = sum(({ failed_per_minute }) => failed_per_minute);
  return (
    <dl class="figures">
      <Figure
        name="Waiting"
        value={waiting === null ? UNKNOWN : `${count(waiting)}${areExact ? '' : '+'}`}
        note={oldest >= 0 ? `oldest ${stretch(oldest)}` : 'nothing waits'}
      />
      <Figure
        name="Running"
        value={count(sum(({ running }) => running))}
        note={`${count(sum(({ allowance }) => allowance))} allowed now`}
      />
      <Figure name="Done a minute" value={amount(sum(({ done_per_minute }) => done_per_minute))} note="last 5 min" />
      <Figure
        name="Failed a minute"
        value={amount(failed)}
        note="last 5 min"
        tone={(failed ?? 0) > 0 ? 'bad' : 'plain'}
      />
      <Figure
        name="Dead"
        value={count(dead)}
        note={<a href="#/dead">dead letters</a>}
        tone={(dead ?? 0) > 0 ? 'bad' : 'plain'}
      />
      {readUnits !== null && <Figure name="Read units" value={amount(readUnits)} note="for this view" />}
    </dl>
  );
}
