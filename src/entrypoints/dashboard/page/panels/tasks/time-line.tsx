/** The life of a task as a line of events, each with the time since the one before; what lies ahead is told apart. */

import type { TaskLifeFacts } from '../../../../../application/views/facts.js';
import { stretch } from '../../format/numbers.js';
import { Foreign } from '../../parts/foreign.js';
import { Instant } from '../../parts/instant.js';
import { LogLink } from '../../parts/log-link.js';
import { LongText } from '../../parts/long-text.js';
import { useNow } from '../../state/moment.js';

export function TimeLine({ life }: { readonly life: TaskLifeFacts }) {
  const now = useNow();
  const { events, source } = life;
  return (
    <>
      <ol class="time-line">
        {events.map(({ at, event, author, details, log_url: logUrl }, index) => {
          const before = events[index - 1]?.at;
          return (
            <li key={index} class={at > now ? 'event event-ahead' : 'event'}>
              <p>
                <b>
                  <Foreign text={event} limit={80} />
                </b>{' '}
                <Instant at={at} />
                {before !== undefined && <span class="muted"> +{stretch(at - before)}</span>}
                {at > now && <span class="muted"> in {stretch(at - now)}</span>}
              </p>
              {(author !== null || logUrl !== null) && (
                <p class="muted">
                  {author !== null && (
                    <>
                      by <Foreign text={author} limit={80} />{' '}
                    </>
                  )}
                  {logUrl !== null && <LogLink url={logUrl} />}
                </p>
              )}
              {details !== null && Object.keys(details).length > 0 && (
                <LongText text={JSON.stringify(details, null, 2)} />
              )}
            </li>
          );
        })}
      </ol>
      {source === 'row' && (
        <p class="muted">
          Told from the row’s own instants: the log of tasks is off, or holds nothing of this one. With `task_events:
          true` each step is kept.
        </p>
      )}
    </>
  );
}
