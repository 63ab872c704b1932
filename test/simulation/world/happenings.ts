/** What comes into a world from outside: ticks, jobs, poison, time to live. */

import { SoswError } from '../../../src/domain/errors.js';
import { DEFAULT_INVOCATION_DELTA, type Greenfield } from '../../../src/domain/greenfield.js';
import { type JobId, labourerId, taskId } from '../../../src/domain/ids.js';
import { isTerminal, type Task } from '../../../src/domain/task.js';
import type { EpochSeconds } from '../../../src/domain/time.js';
import { HOUR, type PlannedJob } from './plan.js';
import { ODD_PAYLOAD, POISONED_JOBS, POISONED_MESSAGES, POISONED_PAYLOADS } from './poison.js';
import type { World } from './world.js';

/** Faults hit for so long; what is left of the work has to end after it. */
export const FAULTS_END = 4.5 * HOUR;

/** Starts the essential every tick: sometimes several at once, each in its own process. */
export async function ticking(world: World, essential: 'scheduler' | 'orchestrator' | 'scavenger'): Promise<void> {
  const { faults, plan } = world;
  // Rules that fire each minute do so at a second of their own.
  await world.sleep(world.dice.between(0, 59));
  for (;;) {
    const count = faults.meets('F3') ? faults.dice('F3').between(2, 5) : 1;
    for (let run = 0; run < count; run++) void tick(world, essential);
    await world.sleep(plan.tick);
  }
}

async function tick(world: World, essential: 'scheduler' | 'orchestrator' | 'scavenger'): Promise<void> {
  const begun = world.clock.now();
  const answer = await world.run(essential, async ({ scheduler, orchestrator, scavenger }, process) => {
    if (essential === 'scheduler') await scheduler.adoptOrphans(process);
    else if (essential === 'orchestrator') await orchestrator.pass();
    else {
      const passes = await scavenger.pass(process);
      const isWhole = process.mishaps === 0 && passes.every(({ error }) => error === undefined);
      if (isWhole && passes.length === world.plan.labourers.length) world.checker.retries.passed(begun);
    }
  });
  if (answer.outcome !== 'failed') return;
  world.expectTyped(essential, answer.error);
  // Queue files may be out of reach; a pass over labourers never fails as a whole.
  const found = () => `${essential}: ${String(answer.error)}`;
  world.checker.checks.that('I10', essential === 'scheduler', 'a pass never fails as a whole', found);
}

/** An application that sends a job under its identity until it is answered; some send it again much later. */
export async function sending(world: World, job: PlannedJob): Promise<void> {
  await world.sleep(job.at);
  await sendUntilAnswered(world, job);
  if (job.again === undefined) return;
  await world.sleep(job.again);
  await sendUntilAnswered(world, job);
}

async function sendUntilAnswered(world: World, job: PlannedJob): Promise<void> {
  if (job.event.period !== undefined && world.faults.isOn('F20')) world.faults.count('F20');
  for (;;) {
    const answer = await world.run('scheduler', ({ scheduler }, process) => {
      world.checker.jobs.sent(job, process.now());
      return scheduler.handle(job.event, { requestId: job.id, budget: process });
    });
    if (answer.outcome === 'answered') return;
    if (answer.outcome === 'failed') {
      world.expectTyped('scheduler', answer.error);
      // Whose labourer is out of the configuration for now comes again. Other refusals stand.
      const isFinal = answer.error instanceof SoswError && !answer.error.retryable;
      if (isFinal && answer.error.code !== 'labourer.unknown') return;
    }
    await world.sleep(30);
  }
}

/** Events that nobody should send. */
export async function poisoning(world: World): Promise<void> {
  const dice = world.faults.dice('F17');
  while (world.faults.active) {
    await world.sleep(dice.between(300, 1800));
    if (!world.faults.meets('F17')) continue;
    const event = dice.meets(0.5) ? dice.pick(POISONED_JOBS) : undefined;
    const message = dice.pick(POISONED_MESSAGES);
    const answer =
      event === undefined
        ? await world.run('assistant', ({ assistant }) => assistant.handle(message))
        : await world.run('scheduler', ({ scheduler }) => scheduler.handle(event, { requestId: 'poison' }));
    if (answer.outcome === 'failed') world.expectTyped('poison', answer.error);
    const found = () => JSON.stringify(event ?? message);
    world.checker.checks.that('I7', answer.outcome !== 'answered', 'poison is refused', found);
  }
}

/** Time to live takes closed tasks, sooner than anybody expects. */
export async function forgetting(world: World): Promise<void> {
  const dice = world.faults.dice('F19');
  for (;;) {
    await world.sleep(600);
    if (!world.faults.meets('F19')) continue;
    const closed = [...world.checker.tasks.values()].filter((task) => isTerminal(task.stage) && !task.notifyPending);
    const task = closed.length === 0 ? undefined : dice.pick(closed);
    if (task === undefined || task.slot !== undefined) continue;
    await world.store.forget(task.taskId);
    world.checker.forgotten(task);
  }
}

/** Rows of the older system: queued ones, poisoned ones, and some that its orchestrator has running. */
export async function olderRows(world: World): Promise<void> {
  const { faults, plan } = world;
  if (!faults.meets('F18')) return;
  const dice = faults.dice('F18');
  const rows: Task[] = [];
  const row = (index: number, labourer: string, payload: string, fields: Partial<Task> = {}): void => {
    const task: Task = {
      taskId: taskId(`older-${index}`),
      labourerId: labourerId(labourer),
      stage: 'open',
      createdAt: (plan.begins - HOUR) as EpochSeconds,
      greenfield: (1000 * (index + 1)) as Greenfield,
      attempts: 0,
      payload,
      ...fields,
    };
    rows.push(task);
    world.checker.olderRow(task);
  };
  for (const [index, payload] of POISONED_PAYLOADS.entries()) row(index, 'letters', payload);
  row(20, 'reports', JSON.stringify(ODD_PAYLOAD));
  row(21, 'mails', '{}', { jobId: undefined as unknown as JobId });
  // Far up in its queue, as after millions of tasks: those that come now have to find places all the same.
  row(22, 'images', '{}', { greenfield: (plan.begins - 20_000) as Greenfield });
  const { labourer } = plan.labourers[2] as (typeof plan.labourers)[number];
  const running = dice.between(0, Math.min(labourer.cap, 2));
  for (let index = 30; index < 30 + running; index++) {
    const age = dice.between(5, 40);
    row(index, labourer.id, '{}', {
      attempts: 1,
      greenfield: (plan.begins - age + DEFAULT_INVOCATION_DELTA) as Greenfield,
    });
    const startedAt = plan.begins - age;
    const delivery = { labourerId: labourer.id, taskId: `older-${index}`, attempt: 1, startedAt, killedAt: 0 };
    void world.platform.continues(delivery, dice.between(1, labourer.duration - 40));
  }
  await world.store.olderRows(rows);
}
