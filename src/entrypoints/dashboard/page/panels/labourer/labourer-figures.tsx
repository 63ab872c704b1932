/** The labourer's numbers, each the way to its tasks. */

import type { ComponentChildren } from 'preact';
import type { LabourerFacts } from '../../../../../application/views/facts.js';
import { amount, count, counted, percent, stretch } from '../../format/numbers.js';
import { Figure } from '../../parts/figure.js';
import { address } from '../../state/route.js';

export function LabourerFigures({ labourer }: { readonly labourer: LabourerFacts }) {
  const tasks = (state: string, text: ComponentChildren) => (
    <a href={address(['tasks'], new URLSearchParams({ labourer: labourer.labourer_id, state }))}>{text}</a>
  );
  const { operator_cap: operatorCap, cap, configured_cap: configured } = labourer;
  return (
    <dl class="figures">
      <Figure
        name="Waiting"
        value={tasks('queued', counted(labourer.queued))}
        note={labourer.oldest_wait === null ? 'nothing waits' : `oldest ${stretch(labourer.oldest_wait)}`}
      />
      <Figure
        name="Running"
        value={tasks('invoked', count(labourer.running))}
        note={`${count(labourer.allowance)} allowed of ${count(cap)}`}
      />
      <Figure
        name="Cap"
        value={count(cap)}
        note={operatorCap === null ? 'as configured' : `set by an operator; configured ${count(configured)}`}
      />
      <Figure
        name="Done a minute"
        value={amount(labourer.done_per_minute)}
        note={<>{tasks('done', count(labourer.done))} in all</>}
      />
      <Figure
        name="Failed a minute"
        value={amount(labourer.failed_per_minute)}
        note={`${percent(labourer.share_failed)} in the last hour`}
        tone={(labourer.failed_per_minute ?? 0) > 0 ? 'bad' : 'plain'}
      />
      <Figure
        name="Wait to retry"
        value={tasks('retrying', count(labourer.retrying))}
        note={<>{tasks('expired', count(labourer.expired))} expired</>}
      />
      <Figure
        name="Dead"
        value={tasks('dead', count(labourer.dead))}
        note={<>{tasks('cancelled', count(labourer.cancelled))} cancelled</>}
        tone={(labourer.dead ?? 0) > 0 ? 'bad' : 'plain'}
      />
    </dl>
  );
}
