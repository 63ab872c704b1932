/** The greenfield axis: every open task of a labourer on one line, from the queue through now to expiry. */

import { encoded } from '../../format/encoded.js';
import type { AxisFacts } from '../../../../../application/views/facts.js';
import { count, counted, stretch } from '../../format/numbers.js';
import { Known } from '../../parts/known.js';
import { Panel } from '../../parts/panel.js';
import { useWidth } from '../../parts/use-width.js';
import { useAtMoment } from '../../state/moment.js';
import { address } from '../../state/route.js';
import { useFacts } from '../../state/use-facts.js';
import { AxisDrawing } from './axis-drawing.js';

/** Seconds between two questions. */
const EVERY = 2;

export function AxisPanel({ labourerId }: { readonly labourerId: string }) {
  const atMoment = useAtMoment();
  const answer = useFacts<AxisFacts>(atMoment(`api/labourers/${encoded(labourerId)}/axis`), EVERY);
  return (
    <Panel title="Greenfield axis">
      <Known answer={answer}>{(facts) => <Axis facts={facts} />}</Known>
    </Panel>
  );
}

function Axis({ facts }: { readonly facts: AxisFacts }) {
  const [element, width] = useWidth<HTMLDivElement>();
  const { queued, running, expired, completed, duration, cooldown, labourer_id: labourer } = facts;
  const tasks = (state: string, text: string) => (
    <a href={address(['tasks'], new URLSearchParams({ labourer, state }))}>{text}</a>
  );
  const head = facts.links.head;
  return (
    <>
      <p class="axis-words">
        {tasks('queued', `${counted(queued.count)} wait`)}, {tasks('invoked', `${counted(running.count)} run`)},{' '}
        {tasks('expired', `${counted(expired.count)} expired`)},{' '}
        {tasks('completed', `${counted(completed.count)} completed`)} and not archived yet.
        {head !== null && (
          <>
            {' '}
            <a href={address(['tasks', head])}>The next task</a>
          </>
        )}
      </p>
      <div ref={element}>{width > 0 && <AxisDrawing facts={facts} width={width} />}</div>
      <details class="axis-legend">
        <summary>How to read it</summary>
        <p>
          A task moves from left to right. Each mark left of “now” is a place of the queue, the next task closest to now
          {queued.head !== null && queued.tail !== null && ` (places ${count(queued.head)} to ${count(queued.tail)})`}.
          A claim takes it over to the right: there each mark is an attempt, as far from “now” as it is old. An attempt
          should end within {stretch(duration)}; {stretch(cooldown)} later at the latest it counts as expired, and the
          Scavenger retries it or buries it.
        </p>
      </details>
    </>
  );
}
