/** What the page may change: labourers at once, many tasks as an operation that goes on behind the answer. */

import { type Context, Hono } from 'hono';
import type { BulkAction, BulkTarget } from '../../../application/bulk-operations.js';
import { filterAsJson } from '../../../application/filter-json.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { OperationRecord } from '../../../application/ports/operation-log.js';
import type { PreviewFacts } from '../../../application/views/facts.js';
import { operationFacts, operationOf } from '../../../application/views/operations.js';
import { taskFacts } from '../../../application/views/tasks.js';
import { labourerId, taskId } from '../../../domain/ids.js';
import { windowOf } from '../../../domain/labourer.js';
import type { World, WorldActions } from '../world.js';
import { BULK_BODY, bodyOf, CAP_BODY, filterOf, LABOURER_BODY, PREVIEW_BODY } from './asked.js';
import { failure } from './failures.js';
import { maskedJson } from './masked-json.js';
import type { OverviewFeed } from './overview-feed.js';

/** Ends operations that are under way when the server does; they can be continued. */
export interface ActionsOptions {
  readonly stopping: AbortSignal;
  readonly logger: Logger;
}

export function actionRoutes(world: World, feed: OverviewFeed, options: ActionsOptions): Hono {
  const { actions } = world;
  const routes = new Hono();
  if (actions === undefined) {
    return routes.post('*', (context) =>
      failure(context, 403, 'actions.off', 'this dashboard only shows; start it with --allow-actions to change things'),
    );
  }
  const { controls, by } = actions;
  const goOn = keptGoing(actions, feed, options);
  /** What can be refused is refused in the answer; the work goes on behind it. */
  const begun = async (action: BulkAction, { target, matched }: Asked): Promise<OperationRecord> => {
    const record = await actions.bulk.begin(action, target, by, matched);
    goOn(record.operationId);
    return record;
  };
  const answer = (context: Context, facts: unknown): Response =>
    context.body(maskedJson(facts, world.maskedKeys), 200, { 'content-type': 'application/json' });

  routes.post('/preview', async (context) => {
    const { action, filter } = await bodyOf(context, PREVIEW_BODY);
    const asked = filterOf(filter);
    const preview = await actions.bulk.preview(action, asked);
    const facts: PreviewFacts = {
      action,
      filter: filterAsJson(asked),
      matched: preview.matched,
      exact: preview.isExact,
      sample: preview.sample.map((task) => taskFacts(task, windowFor(world, task.labourerId))),
    };
    return answer(context, facts);
  });
  routes.post('/pause', async (context) => {
    const { labourer } = await bodyOf(context, LABOURER_BODY);
    return answer(context, operationFacts(await controls.pause(labourerId(labourer), by)));
  });
  routes.post('/resume', async (context) => {
    const { labourer } = await bodyOf(context, LABOURER_BODY);
    return answer(context, operationFacts(await controls.resume(labourerId(labourer), by)));
  });
  routes.post('/cap', async (context) => {
    const { labourer, cap } = await bodyOf(context, CAP_BODY);
    return answer(context, operationFacts(await controls.setCap(labourerId(labourer), cap ?? undefined, by)));
  });
  for (const action of ['retry', 'redrive', 'cancel'] as const) {
    routes.post(`/${action}`, async (context) => {
      const asked = await askedOf(context);
      return answer(context, operationFacts(await begun(action, asked)));
    });
  }
  routes.post('/continue/:id', async (context) => {
    const operation = await operationOf(world.reads, context.req.param('id'));
    goOn(operation.operation_id);
    return answer(context, operation);
  });
  return routes;
}

interface Asked {
  readonly target: BulkTarget;
  /** Tasks that a preview has counted, for the progress. */
  readonly matched: number | undefined;
}

async function askedOf(context: Context): Promise<Asked> {
  const body = await bodyOf(context, BULK_BODY);
  if ('filter' in body) return { target: { filter: filterOf(body.filter) }, matched: body.matched };
  return { target: { taskIds: body.task_ids.map(taskId) }, matched: new Set(body.task_ids).size };
}

/** Makes what works an operation, or goes on with it; one that is worked here already is left to whoever works it. */
function keptGoing(
  { bulk }: WorldActions,
  feed: OverviewFeed,
  { stopping: signal, logger }: ActionsOptions,
): (operationId: string) => void {
  const going = new Set<string>();
  const onProgress = (record: OperationRecord): void => feed.operation(record);
  return (operationId) => {
    if (going.has(operationId)) return;
    going.add(operationId);
    bulk
      .run(operationId, { signal, onProgress })
      .then(onProgress, (error: unknown) => {
        logger.error('an operation ended early; it can be continued', { operationId, error });
      })
      .finally(() => going.delete(operationId));
  };
}

const windowFor = ({ reads, now }: World, id: Parameters<World['reads']['labourers']['of']>[0]) =>
  windowOf(reads.labourers.of(id), reads.settings, now());
