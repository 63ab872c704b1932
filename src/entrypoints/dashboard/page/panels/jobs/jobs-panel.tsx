/** The newest jobs and how far each is. */

import type { JobFacts } from '../../../../../application/views/facts.js';
import { count, progressed } from '../../format/numbers.js';
import { Foreign } from '../../parts/foreign.js';
import { Instant } from '../../parts/instant.js';
import { Known } from '../../parts/known.js';
import { PageHead } from '../../parts/page-head.js';
import { Panel } from '../../parts/panel.js';
import { ScrollTable } from '../../parts/scroll-table.js';
import { StatesBar } from '../../parts/states-bar.js';
import { useAtMoment } from '../../state/moment.js';
import { address } from '../../state/route.js';
import { useFacts } from '../../state/use-facts.js';
import { partsOf, shareEnded, tasksOf } from './job-counts.js';

const LIMIT = 100;
/** Seconds between two questions. */
const EVERY = 4;

export function JobsPanel() {
  const atMoment = useAtMoment();
  const answer = useFacts<{ readonly jobs: readonly JobFacts[] }>(atMoment(`api/jobs?limit=${LIMIT}`), EVERY);
  return (
    <>
      <PageHead title="Jobs" />
      <Known answer={answer}>
        {({ jobs }) => (
          <Panel title={jobs.length < LIMIT ? `Jobs (${jobs.length})` : `The newest ${LIMIT} jobs`}>
            {jobs.length === 0 ? (
              <p class="empty">No job was scheduled yet. The command `sosw schedule job.json` schedules one.</p>
            ) : (
              <JobTable jobs={jobs} />
            )}
          </Panel>
        )}
      </Known>
    </>
  );
}

const JobTable = ({ jobs }: { readonly jobs: readonly JobFacts[] }) => (
  <ScrollTable caption="Jobs, newest first">
    <thead>
      <tr>
        <th scope="col">Job</th>
        <th scope="col">Labourer</th>
        <th scope="col">Scheduled</th>
        <th scope="col">Progress</th>
        <th scope="col" class="right">
          Ended
        </th>
        {['Tasks', 'Open', 'Wait to retry', 'Done', 'Dead', 'Cancelled'].map((name) => (
          <th key={name} scope="col" class="right">
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {jobs.map((job) => (
        <tr key={`${job.labourer_id} ${job.job_id}`}>
          <th scope="row">
            <a href={address(['jobs', job.job_id])}>
              <Foreign text={job.job_id} limit={60} />
            </a>
          </th>
          <td class="name">
            <a href={address(['labourers', job.labourer_id])}>
              <Foreign text={job.labourer_id} limit={60} />
            </a>
          </td>
          <td>
            <Instant at={job.created_at} />
          </td>
          <td>
            <StatesBar parts={partsOf(job)} whole={tasksOf(job)} />
          </td>
          <td class="numeric">{progressed(shareEnded(job))}</td>
          <td class="numeric">{count(job.tasks)}</td>
          <td class="numeric">{count(job.open)}</td>
          <td class="numeric">{count(job.retrying)}</td>
          <td class="numeric">{count(job.done)}</td>
          <td class={`numeric ${job.dead > 0 ? 'bad-text' : ''}`}>{count(job.dead)}</td>
          <td class="numeric">{count(job.cancelled)}</td>
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
