/** Which panel an address names. */

import { CostPanel } from '../panels/cost/cost-panel.js';
import { DeadPanel } from '../panels/dead/dead-panel.js';
import { JobPanel } from '../panels/jobs/job-panel.js';
import { JobsPanel } from '../panels/jobs/jobs-panel.js';
import { LabourerPanel } from '../panels/labourer/labourer-panel.js';
import { OperationsPanel } from '../panels/operations/operations-panel.js';
import { OverviewPanel } from '../panels/overview/overview-panel.js';
import { TaskPanel } from '../panels/tasks/task-panel.js';
import { TasksPanel } from '../panels/tasks/tasks-panel.js';
import { PageHead } from '../parts/page-head.js';
import type { Route } from '../state/route.js';

export function Page({ route }: { readonly route: Route }) {
  const [kind = '', id] = route.path;
  if (kind === '') return <OverviewPanel />;
  if (kind === 'labourers') return id === undefined ? <OverviewPanel /> : <LabourerPanel labourerId={id} />;
  if (kind === 'jobs') return id === undefined ? <JobsPanel /> : <JobPanel jobId={id} query={route.query} />;
  if (kind === 'tasks') return id === undefined ? <TasksPanel query={route.query} /> : <TaskPanel taskId={id} />;
  if (kind === 'dead') return <DeadPanel />;
  if (kind === 'cost') return <CostPanel />;
  if (kind === 'operations') return <OperationsPanel />;
  return (
    <>
      <PageHead title="No such page" />
      <p>
        <a href="#/">To the overview</a>
      </p>
    </>
  );
}
