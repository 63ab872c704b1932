/** What runs, what waits and since when, what holds it back: all labourers at one moment. */

import { useMemo, useState } from 'preact/hooks';
import { Known } from '../../parts/known.js';
import { PageHead } from '../../parts/page-head.js';
import { Panel } from '../../parts/panel.js';
import { useOverview } from '../../state/overview.js';
import { Attention } from './attention.js';
import { LabourerTable } from './labourer-table.js';
import { BY_ATTENTION, inOrder, nextSorting } from './order.js';
import { Totals } from './totals.js';

export function OverviewPanel() {
  const overview = useOverview();
  return (
    <>
      <PageHead title="Overview" />
      <Known answer={overview}>
        {({ labourers, read_units }) => (
          <>
            <Totals labourers={labourers} readUnits={read_units} />
            <Attention labourers={labourers} />
            <Labourers labourers={labourers} />
          </>
        )}
      </Known>
    </>
  );
}

function Labourers({ labourers }: { readonly labourers: Parameters<typeof inOrder>[0] }) {
  const [sorting, setSorting] = useState(BY_ATTENTION);
  const [name, setName] = useState('');
  const shown = useMemo(() => {
    const part = name.trim().toLowerCase();
    return inOrder(
      labourers.filter(({ labourer_id }) => labourer_id.toLowerCase().includes(part)),
      sorting,
    );
  }, [labourers, sorting, name]);
  return (
    <Panel
      title={`Labourers (${shown.length === labourers.length ? '' : `${shown.length} of `}${labourers.length})`}
      tools={
        <>
          {sorting.column !== BY_ATTENTION.column && (
            <button type="button" onClick={() => setSorting(BY_ATTENTION)}>
              Attention first
            </button>
          )}
          <input
            type="search"
            placeholder="Filter by name  /"
            aria-label="Filter labourers by name"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </>
      }
    >
      {labourers.length === 0 ? (
        <p class="empty">No labourer is configured yet. A file sosw.yaml with `labourers:` names them.</p>
      ) : (
        <LabourerTable
          labourers={shown}
          sorting={sorting}
          onSort={(column) => setSorting(nextSorting(sorting, column))}
        />
      )}
    </Panel>
  );
}
