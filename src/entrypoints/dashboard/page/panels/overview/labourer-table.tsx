/** The table of labourers: a row each, of which only those near the screen are drawn. */

import { memo } from '../../parts/memo.js';
import type { LabourerFacts } from '../../../../../application/views/facts.js';
import { amount, count, counted, percent, stretch } from '../../format/numbers.js';
import { instant } from '../../format/instants.js';
import { Foreign } from '../../parts/foreign.js';
import { ScrollTable } from '../../parts/scroll-table.js';
import { SlotsBar } from '../../parts/slots-bar.js';
import { SortHeader, type Sorting } from '../../parts/sort-header.js';
import { Sparkline } from '../../parts/sparkline.js';
import { StatusBadge } from '../../parts/status-badge.js';
import { useWindow } from '../../parts/use-window.js';
import { address } from '../../state/route.js';

const ROW_HEIGHT = 41;

const COLUMNS = [
  { column: 'labourer', name: 'Labourer', class: 'sticky' },
  { column: 'status', name: 'Status', class: '' },
  { column: 'waiting', name: 'Waiting', class: 'right' },
  { column: 'oldest', name: 'Oldest wait', class: 'right' },
  { column: 'running', name: 'Running', class: '', title: 'running / allowed / cap' },
  { column: 'done', name: 'Done/min', class: 'right' },
  { column: 'failed', name: 'Failed/min', class: 'right' },
  { column: 'share', name: 'Failed', class: 'right', title: 'share of the attempts of the last hour' },
  { column: 'dead', name: 'Dead', class: 'right' },
  { column: 'hour', name: 'Last hour', class: '', title: 'tasks done' },
  { column: 'why', name: 'Why', class: 'why', title: 'the last decision' },
] as const;

interface Properties {
  readonly labourers: readonly LabourerFacts[];
  readonly sorting: Sorting;
  readonly onSort: (column: string) => void;
}

export function LabourerTable({ labourers, sorting, onSort }: Properties) {
  const { body, from, to, before, behind } = useWindow(labourers.length, ROW_HEIGHT);
  return (
    <ScrollTable caption="Labourers" class="labourers" rowCount={labourers.length}>
      <thead>
        <tr>
          {COLUMNS.map(({ name, ...column }) => (
            <SortHeader key={name} {...column} sorting={sorting} onSort={onSort}>
              {name}
            </SortHeader>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {before > 0 && <Spacer height={before} />}
        {labourers.slice(from, to).map((labourer, index) => (
          <LabourerRow key={labourer.labourer_id} labourer={labourer} index={from + index + 2} />
        ))}
        {behind > 0 && <Spacer height={behind} />}
      </tbody>
    </ScrollTable>
  );
}

const Spacer = ({ height }: { readonly height: number }) => <tr class="spacer" style={{ height: `${height}px` }} />;

interface RowProperties {
  readonly labourer: LabourerFacts;
  /** Its place in the whole table, whose head is 1. */
  readonly index: number;
}

const LabourerRow = memo(({ labourer, index }: RowProperties) => {
  const { labourer_id: id, decision, dead, failed_per_minute: failed, share_failed: share } = labourer;
  return (
    <tr aria-rowindex={index}>
      <th scope="row" class="sticky">
        <a href={address(['labourers', id])}>
          <Foreign text={id} limit={80} />
        </a>
      </th>
      <td>
        <StatusBadge status={labourer.status} />
        {labourer.paused && <span class="badge badge-paused">paused</span>}
      </td>
      <td class="numeric">{counted(labourer.queued)}</td>
      <td class="numeric">{stretch(labourer.oldest_wait)}</td>
      <td>
        <SlotsBar {...labourer} />
      </td>
      <td class="numeric">{amount(labourer.done_per_minute)}</td>
      <td class={`numeric ${(failed ?? 0) > 0 ? 'bad-text' : ''}`}>{amount(failed)}</td>
      <td class={`numeric ${(share ?? 0) > 0 ? 'bad-text' : ''}`}>{percent(share)}</td>
      <td class={`numeric ${(dead ?? 0) > 0 ? 'bad-text' : ''}`}>{count(dead)}</td>
      <td>
        <Sparkline values={labourer.sparkline} />
      </td>
      <td class="why">
        {decision !== null && (
          <span title={instant(decision.at)}>
            <Foreign text={decision.text} />
          </span>
        )}
      </td>
    </tr>
  );
});
