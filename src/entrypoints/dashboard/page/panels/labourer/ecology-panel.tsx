/** The ecology strip: what the labourer feels, what that allows and what runs, all on one time axis. */

import { encoded } from '../../format/encoded.js';
import { useMemo, useState } from 'preact/hooks';
import type { EcologyFacts } from '../../../../../application/views/facts.js';
import { Known } from '../../parts/known.js';
import { Panel } from '../../parts/panel.js';
import { useNow } from '../../state/moment.js';
import { useFacts } from '../../state/use-facts.js';
import { useWorld } from '../../state/world.js';
import { chartsOf } from './charts.js';
import { EcologyTable } from './ecology-table.js';
import { Strip } from './strip.js';

const RANGES = [
  { seconds: 900, name: '15 min' },
  { seconds: 3600, name: '1 h' },
  { seconds: 21600, name: '6 h' },
  { seconds: 86400, name: '1 d' },
  { seconds: 604800, name: '7 d' },
  { seconds: Number.POSITIVE_INFINITY, name: 'all' },
] as const;
const POINTS = 240;

export function EcologyPanel({ labourerId }: { readonly labourerId: string }) {
  const { past, kind } = useWorld();
  const now = useNow();
  const [range, setRange] = useState<number>(kind === 'simulation' ? 86400 : 3600);
  const whole = Math.max(60, now - (past?.from ?? 0));
  const seconds = Math.floor(range === Number.POSITIVE_INFINITY ? whole : Math.min(range, now));
  const step = Math.max(1, Math.round(seconds / POINTS));
  const from = Math.floor((now - seconds) / step) * step;
  const to = Math.ceil(now / step) * step;
  const query = `from=${from}&to=${to}&points=${POINTS}`;
  const answer = useFacts<EcologyFacts>(`api/labourers/${encoded(labourerId)}/ecology?${query}`);
  return (
    <Panel
      title="Ecology"
      tools={
        <fieldset class="choice">
          <legend class="hidden">Stretch of time</legend>
          {RANGES.map(({ seconds: length, name }) => (
            <button key={name} type="button" aria-pressed={range === length} onClick={() => setRange(length)}>
              {name}
            </button>
          ))}
        </fieldset>
      }
    >
      <Known answer={answer}>{(facts) => <Ecology facts={facts} />}</Known>
    </Panel>
  );
}

function Ecology({ facts }: { readonly facts: EcologyFacts }) {
  const charts = useMemo(() => chartsOf(facts), [facts]);
  if (facts.at.length < 2) {
    return (
      <p class="empty">
        Nothing was recorded of this stretch of time yet; a labourer that is worked is recorded as it goes.
      </p>
    );
  }
  return (
    <>
      <Strip at={facts.at} charts={charts} />
      <EcologyTable facts={facts} />
    </>
  );
}
