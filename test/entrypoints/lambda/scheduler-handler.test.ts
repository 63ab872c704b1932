import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/task.js';
import { schedulerHandler } from '../../../src/entrypoints/lambda/scheduler-handler.js';
import { LABOURER } from '../../support/a-task.js';
import { aFunction, anInvocation } from './a-function.js';

const JOB = { lambda_name: LABOURER, sections: ['a', 'b'], isolate_sections: true };

function aScheduler() {
  const made = aFunction();
  const handler = schedulerHandler(made.essential(({ scheduler }) => ({ scheduler })));
  return { ...made, handler };
}

/** Time for as many looks at it, then none. */
function timeFor(looks: number): () => number {
  let left = looks;
  return () => (left-- > 0 ? 900_000 : 0);
}

describe('the Scheduler', () => {
  it.each<[string, Json, string]>([
    ['the job itself', JOB, 'request-1'],
    ['a job under its key', { job: JOB }, 'request-1'],
    ['the JSON text of one', { job: JSON.stringify(JOB) }, 'request-1'],
    ['a job beside its labourer', { labourer_id: LABOURER, job: { ...JOB, lambda_name: null } }, 'request-1'],
    [
      'an envelope of EventBridge',
      { id: 'event-1', 'detail-type': 'Scheduled Event', source: 'aws.events', detail: JOB },
      'event-1',
    ],
    ['a job with an identity of its own', { job: { ...JOB, job_id: 'own' } }, 'own'],
  ])('takes %s', async (_form, event, identity) => {
    const { handler, published } = aScheduler();
    expect(await handler(event, anInvocation())).toMatchObject({
      jobId: identity,
      state: 'finished',
      rows: 2,
      added: 2,
    });
    expect(published.get(LABOURER)).toEqual({ TasksCreated: 2 });
  });

  it('adds nothing for an event that Lambda repeats', async () => {
    const { handler, published } = aScheduler();
    await handler(JOB, anInvocation());
    published.clear();
    expect(await handler(JOB, anInvocation())).toMatchObject({ added: 0, state: 'finished' });
    expect(published.size).toBe(0);
  });

  it("goes on with a sibling's file, and with what others left when it is only told the time", async () => {
    for (const next of ['sibling', 'tick'] as const) {
      const { handler, siblings } = aScheduler();
      // One look for the share that is kept, none is left for a batch.
      const first = await handler(JOB, anInvocation('request-1', timeFor(1)));
      expect(first).toMatchObject({ state: 'continued', added: 0 });
      const event = siblings.spawned[0]?.event;
      expect(event).toEqual({ file_name: (first as { fileName: string }).fileName });
      if (next === 'sibling') {
        expect(await handler(event, anInvocation('request-2'))).toMatchObject({ state: 'finished', added: 2 });
      } else {
        expect(await handler({}, anInvocation('request-2'))).toMatchObject({
          adopted: [{ jobId: 'request-1', added: 2 }],
        });
      }
    }
  });

  it.each<[string, Json]>([
    ['{}', {}],
    ["a rule's", { id: 'e', 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }],
    ["a schedule's", { id: 'e', 'detail-type': 'Scheduled Event', source: 'aws.scheduler', detail: '{}' }],
  ])('takes %s event for a tick', async (_form, event) => {
    expect(await aScheduler().handler(event, anInvocation())).toEqual({ adopted: [] });
  });

  it('refuses by code and path, and repeats nothing of what was in the event', async () => {
    const { handler, logger, system } = aScheduler();
    const event = { ...JOB, period: 'secret-of-the-payload' };
    const refused = await handler(event, anInvocation()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'job.period' });
    expect(String(refused)).toMatch(/period: expected /);
    expect(JSON.stringify([String(refused), (refused as Error).stack, logger.entries])).not.toContain('secret-of');
    expect(await system.files.orphans({ now: system.clock.now(), limit: 1 })).toEqual([]);
  });
});
