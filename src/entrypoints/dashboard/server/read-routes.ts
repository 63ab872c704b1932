/** The questions of the page: each is one view over the world, at the present or at an instant of its past. */

import { type Context, Hono } from 'hono';
import { BULK_STATES } from '../../../application/bulk-target.js';
import type { WorldFacts } from '../../../application/views/facts.js';
import { axis } from '../../../application/views/axis.js';
import { costs } from '../../../application/views/costs.js';
import { deadGroups } from '../../../application/views/dead.js';
import { ecology } from '../../../application/views/ecology.js';
import { explainLabourer } from '../../../application/views/explain.js';
import { jobGrid } from '../../../application/views/job-grid.js';
import { jobAt, jobListAt } from '../../../application/views/jobs-at.js';
import { jobList, jobOf } from '../../../application/views/jobs.js';
import { operationList, operationOf } from '../../../application/views/operations.js';
import { taskLife } from '../../../application/views/task-life.js';
import { findTasks, searchCost } from '../../../application/views/tasks.js';
import { RefusedError } from '../../../domain/errors.js';
import { jobId, type LabourerId, taskId } from '../../../domain/ids.js';
import { version } from '../../cli/version.js';
import type { World } from '../world.js';
import { axesAsked, filterAsked, limitAsked, momentOf, searchAsked, stretchAsked } from './asked.js';
import { maskedJson } from './masked-json.js';
import type { OverviewFeed } from './overview-feed.js';

/** Dead tasks of a labourer that are grouped by their errors. */
const DEAD_MAX = 2000;

export function readRoutes(world: World, feed: OverviewFeed): Hono {
  const { reads, maskedKeys } = world;
  const routes = new Hono();
  const answer = (path: string, view: (context: Context) => Promise<unknown>): void => {
    routes.get(path, async (context) =>
      context.body(maskedJson(await view(context), maskedKeys), 200, { 'content-type': 'application/json' }),
    );
  };
  const moment = (context: Context) => momentOf(context, world.now());

  answer('/world', () => worldFacts(world));
  answer('/overview', (context) => {
    const { now, live } = moment(context);
    return live ? feed.newest() : feed.at(now);
  });
  answer('/labourers/:id/ecology', (context) =>
    ecology(reads, labourerOf(world, context), stretchAsked(context, world.now())),
  );
  answer('/labourers/:id/axis', (context) => axis(reads, labourerOf(world, context), moment(context)));
  answer('/labourers/:id/explanation', (context) => {
    const { now, live } = moment(context);
    return explainLabourer(reads, labourerOf(world, context), now, { live });
  });
  answer('/jobs', async (context) => {
    const { now, live } = moment(context);
    const limit = limitAsked(context, 50);
    return { jobs: await (live ? jobList(reads, { limit }) : jobListAt(reads, { limit, now })) };
  });
  answer('/jobs/:id', (context) => {
    const { now, live } = moment(context);
    const id = jobId(parameter(context));
    return live ? jobOf(reads, id) : jobAt(reads, id, now);
  });
  answer('/jobs/:id/grid', (context) =>
    jobGrid(reads, { jobId: jobId(parameter(context)), ...moment(context), ...axesAsked(context), maskedKeys }),
  );
  answer('/tasks', (context) => findTasks(reads, searchAsked(context, world.now())));
  answer('/tasks/cost', (context) => searchCost(reads, filterAsked(context), world.now()));
  answer('/tasks/:id', (context) => {
    const { now, live } = moment(context);
    return taskLife(reads, taskId(parameter(context)), now, { live });
  });
  answer('/dead', (context) =>
    deadGroups(reads, { ...filterAsked(context), limit: DEAD_MAX, now: moment(context).now }),
  );
  answer('/cost', () => costs(reads, world.now()));
  answer('/operations', async (context) => ({ operations: await operationList(reads, limitAsked(context, 50)) }));
  answer('/operations/:id', (context) => operationOf(reads, parameter(context)));
  return routes;
}

async function worldFacts(world: World): Promise<WorldFacts> {
  const past = await world.reads.history.span();
  return {
    kind: world.kind,
    name: world.name,
    now: world.now(),
    past: past === undefined ? null : { from: past.from, to: past.to },
    live: world.live,
    allows_actions: world.actions !== undefined,
    refresh: world.refresh,
    version: version(),
    labourers: world.reads.labourers.all().map(({ id }) => id),
    bulk_states: BULK_STATES,
  };
}

const parameter = (context: Context): string => context.req.param('id') ?? '';

function labourerOf({ reads }: World, context: Context): LabourerId {
  const name = parameter(context);
  const labourer = reads.labourers.find(name);
  if (labourer !== undefined) return labourer.id;
  throw new RefusedError('labourer.unknown', {
    path: 'labourer',
    expected: 'a labourer of the configuration',
    found: name,
  });
}
