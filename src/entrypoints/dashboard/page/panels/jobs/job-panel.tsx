/** One job: its progress, and its tasks as a grid. */

import { encoded } from '../../format/encoded.js';
import { useState } from 'preact/hooks';
import type { JobFacts } from '../../../../../application/views/facts.js';
import { count, progressed } from '../../format/numbers.js';
import { BulkDialog } from '../../parts/bulk-dialog.js';
import { Figure } from '../../parts/figure.js';
import { Foreign } from '../../parts/foreign.js';
import { Instant } from '../../parts/instant.js';
import { Known } from '../../parts/known.js';
import { PageHead } from '../../parts/page-head.js';
import { StatesBar } from '../../parts/states-bar.js';
import { useAtMoment, useMayAct } from '../../state/moment.js';
import { address } from '../../state/route.js';
import { useFacts } from '../../state/use-facts.js';
import { GridPanel } from './grid-panel.js';
import { partsOf, shareEnded, tasksOf } from './job-counts.js';

interface Properties {
  readonly jobId: string;
  readonly query: URLSearchParams;
}

/** Seconds between two questions. */
const EVERY = 2;

export function JobPanel({ jobId, query }: Properties) {
  const atMoment = useAtMoment();
  const answer = useFacts<JobFacts>(atMoment(`api/jobs/${encoded(jobId)}`), EVERY);
  const mayAct = useMayAct();
  return (
    <>
      <PageHead title={`Job ${jobId}`}>
        <a class="button" href={address(['tasks'], new URLSearchParams({ job: jobId }))}>
          Its tasks
        </a>
        {mayAct && answer.facts !== undefined && <JobButtons job={answer.facts} />}
      </PageHead>
      <Known answer={answer}>
        {(job) => (
          <>
            <JobProgress job={job} />
            <GridPanel jobId={jobId} query={query} />
          </>
        )}
      </Known>
    </>
  );
}

function JobButtons({ job }: { readonly job: JobFacts }) {
  const [action, setAction] = useState<'cancel' | 'redrive'>();
  // Not its labourer: the configuration may have it no longer.
  const filter = { job: job.job_id, ...(action === 'redrive' && { state: ['dead'] }) };
  return (
    <>
      {job.dead > 0 && (
        <button type="button" onClick={() => setAction('redrive')}>
          Redrive dead tasks
        </button>
      )}
      {job.open + job.retrying > 0 && (
        <button type="button" class="danger" onClick={() => setAction('cancel')}>
          Cancel job
        </button>
      )}
      {action !== undefined && <BulkDialog action={action} target={{ filter }} onClose={() => setAction(undefined)} />}
    </>
  );
}

function JobProgress({ job }: { readonly job: JobFacts }) {
  const tasks = (state: string, value: number) => (
    <a href={address(['tasks'], new URLSearchParams({ job: job.job_id, labourer: job.labourer_id, state }))}>
      {count(value)}
    </a>
  );
  return (
    <>
      <p class="muted">
        For{' '}
        <a href={address(['labourers', job.labourer_id])}>
          <Foreign text={job.labourer_id} limit={80} />
        </a>
        , scheduled <Instant at={job.created_at} />
        {job.counted_at !== null && (
          <>
            , counted <Instant at={job.counted_at} />
          </>
        )}
      </p>
      <div class="job-bar">
        <StatesBar parts={partsOf(job)} whole={tasksOf(job)} />
        <span class="numeric">{progressed(shareEnded(job))}</span>
      </div>
      <dl class="figures">
        <Figure name="Tasks" value={count(job.tasks)} />
        <Figure name="Open" value={count(job.open)} note="wait or run" />
        <Figure
          name="Wait to retry"
          value={tasks('retrying', job.retrying)}
          note={`${count(job.retries)} retries so far`}
        />
        <Figure name="Done" value={tasks('done', job.done)} />
        <Figure name="Dead" value={tasks('dead', job.dead)} tone={job.dead > 0 ? 'bad' : 'plain'} />
        <Figure name="Cancelled" value={tasks('cancelled', job.cancelled)} />
      </dl>
    </>
  );
}
