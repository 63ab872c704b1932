import { describe, expect, it } from 'vitest';
import { logLink } from '../../../src/application/views/log-link.js';
import { taskLife } from '../../../src/application/views/task-life.js';
import { findTasks, searchCost, taskFacts } from '../../../src/application/views/tasks.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW, taskId } from '../../support/a-task.js';
import { aReadSide } from '../../support/reads.js';

const live = { live: true };
const FUNCTION = 'arn:aws:lambda:us-west-2:123456789012:function:some_function';

describe('a task in a list', () => {
  it('has the names of the tables; a column of the user’s own never passes for one of them', () => {
    const task = aTask('t', { payload: '{"a":', extra: { stat_rows: 5, state: 'done' } });
    expect(taskFacts(task, aWindow())).toMatchObject({ task_id: 't', state: 'queued', payload: '{"a":', stat_rows: 5 });
  });

  it('is found with its state at the instant that is asked for', async () => {
    const { reads, store } = aReadSide();
    await store.add([...aQueue('q', 2), aTask('old', { greenfield: aWindow().invoked, attempts: 1 })]);
    const states = async (offset: number) =>
      (await findTasks(reads, { filter: {}, now: at(offset), limit: 10 })).tasks.map(({ state }) => state).sort();
    expect(await states(0)).toEqual(['invoked', 'queued', 'queued']);
    expect(await states(5000)).toEqual(['expired', 'queued', 'queued']);
    expect(await searchCost(reads, {}, NOW)).toMatchObject({ rows: 3, exact: true, read_units: null });
  });
});

describe('the life of a task', () => {
  it('is told from the task log where it has events, with what lies ahead', async () => {
    const { reads, store, system } = aReadSide({ labourers: { [LABOURER]: { arn: FUNCTION } } });
    await store.add(aQueue('t', 1));
    await system.orchestrator.pass();
    const { events, source, task, explanation } = await taskLife(reads, taskId('t0'), at(60), live);
    expect({ source, state: task.state }).toEqual({ source: 'events', state: 'invoked' });
    expect(events).toMatchObject([
      { at: NOW, event: 'invoked', log_url: expect.stringContaining('$252Faws$252Flambda$252Fsome_function') },
      { at: at(1200), event: 'expires', log_url: null },
    ]);
    expect(explanation).toMatchObject([{ code: 'running' }]);
  });

  it('is told from the row’s own instants where nothing was logged, and says so', async () => {
    const { reads, store } = aReadSide();
    const claimed = { greenfield: aWindow(at(-50)).invoked, attempts: 1, createdAt: at(-90) };
    await store.add([
      aTask('done', { ...claimed, stage: 'done', completedAt: at(-20), closedAt: at(-10) }),
      aTask('retrying', { ...claimed, stage: 'retrying', desiredLaunchTime: at(40) }),
      aTask('cancelled', { stage: 'cancelled', createdAt: at(-90), closedAt: at(-5) }),
    ]);
    const told = async (id: string) => {
      const { events, source } = await taskLife(reads, taskId(id), NOW, live);
      return [source, ...events.map(({ at: instant, event }) => `${event} ${instant - NOW}`)];
    };
    expect(await told('done')).toEqual(['row', 'created -90', 'invoked -50', 'completed -20', 'archived -10']);
    expect(await told('retrying')).toEqual(['row', 'created -90', 'invoked -50', 'waits until 40']);
    expect(await told('cancelled')).toEqual(['row', 'created -90', 'cancelled -5']);
  });

  it('a cancellation is told although the log has no word for it', async () => {
    const { reads, store, system } = aReadSide();
    await store.add(aQueue('t', 1));
    await system.orchestrator.pass();
    await system.operator.cancel((await store.get(taskId('t0'))) ?? aTask('none'));
    const { events } = await taskLife(reads, taskId('t0'), NOW, live);
    expect(events.map(({ event }) => event)).toEqual(['invoked', 'cancelled']);
  });

  it('at an instant of the past ends there, with the state that it had then', async () => {
    const { reads, store } = aReadSide();
    const details = { greenfield: aWindow(at(-50)).invoked, attempts: 1, createdAt: at(-90) };
    await store.add([aTask('done', { ...details, stage: 'done', completedAt: at(-20), closedAt: at(-10) })]);
    const then = await taskLife(reads, taskId('done'), at(-30), { live: false });
    expect(then.task.state).toBe('invoked');
    expect(then.events.map(({ event }) => event)).toEqual(['created', 'invoked']);
    expect(then.explanation).toEqual([]);
  });

  it('of an id that no task has is refused', async () => {
    await expect(taskLife(aReadSide().reads, taskId('none'), NOW, live)).rejects.toMatchObject({
      code: 'task.unknown',
    });
  });
});

describe('a link to a log', () => {
  it('is the console’s page of the function’s group and the attempt’s time, or of its stream', () => {
    expect(logLink(FUNCTION, { from: 10, to: 20 })).toBe(
      'https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fsome_function/log-events$3Fstart$3D10000$26end$3D20000',
    );
    expect(logLink(`${FUNCTION}:live`, { from: 10, to: 20, stream: '2026/03/09/[$LATEST]ab' })).toContain(
      '/log-events/2026$252F03$252F09$252F$255B$2524LATEST$255Dab$3Fstart',
    );
  });

  it.each(['some_function', 'arn:aws:sns:us-west-2:1:topic', 'javascript:alert(1)'])('is none for %s', (arn) => {
    expect(logLink(arn, { from: 10, to: 20 })).toBeNull();
  });
});
