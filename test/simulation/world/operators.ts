/** What operators do to a world: they pause labourers, set their caps, and change tasks, one by one and many at once. */

import type { BulkAction } from '../../../src/application/bulk-operations.js';
import type { TaskFilter } from '../../../src/application/ports/task-search.js';
import { isTerminal } from '../../../src/domain/task.js';
import type { Dice } from './dice.js';
import type { World } from './world.js';

export async function operating(world: World, dice: Dice): Promise<void> {
  while (world.faults.active) {
    await world.sleep(dice.between(120, 1500));
    const roll = dice.next();
    if (roll < 0.25) await pauseForAWhile(world, dice);
    else if (roll < 0.45) await capForAWhile(world, dice);
    else if (roll < 0.65) await changeMany(world, dice);
    else await orderOne(world, dice);
  }
}

async function pauseForAWhile(world: World, dice: Dice): Promise<void> {
  const { labourer } = dice.pick(world.plan.labourers);
  const paused = (value: boolean) => world.run('operator', ({ slots }) => slots.pause(labourer.id, value));
  await paused(true);
  await world.sleep(dice.between(60, 1200));
  while ((await paused(false)).outcome !== 'answered') await world.sleep(5);
}

/** Up, down, to nothing, and back to what is configured. */
async function capForAWhile(world: World, dice: Dice): Promise<void> {
  const { labourer } = dice.pick(world.plan.labourers);
  const capped = (cap: number | undefined) => world.run('operator', ({ slots }) => slots.setCap(labourer.id, cap));
  for (let change = dice.between(1, 3); change > 0; change--) {
    const answer = await capped(dice.between(0, 2 * labourer.cap));
    if (answer.outcome === 'failed') world.expectTyped('operator', answer.error);
    await world.sleep(dice.between(30, 900));
  }
  while ((await capped(undefined)).outcome !== 'answered') await world.sleep(5);
}

/** An operation that is begun, and gone on with until it is done, now and then by two at a time. */
async function changeMany(world: World, dice: Dice): Promise<void> {
  const action = dice.pick<BulkAction>(['retry', 'redrive', 'redrive', 'cancel']);
  const labourerIds = [dice.pick(world.plan.labourers).labourer.id];
  // Few are cancelled: the work is to be done.
  const filter: TaskFilter =
    action === 'cancel' ? { labourerIds, text: `item ${dice.between(0, 30)}"` } : { labourerIds };
  const begun = await world.run('operator', ({ bulk }) => bulk.begin(action, { filter }, 'operator'));
  if (begun.outcome === 'failed') world.expectTyped('operator', begun.error);
  if (begun.outcome !== 'answered') return;
  const { operationId } = begun.result;
  const goOn = () =>
    world.run('operator', ({ bulk }, process) => {
      process.operationId = operationId;
      return bulk.run(operationId);
    });
  for (;;) {
    const answers = await Promise.all(dice.meets(0.2) ? [goOn(), goOn()] : [goOn()]);
    for (const answer of answers) if (answer.outcome === 'failed') world.expectTyped('operator', answer.error);
    if (answers.some((answer) => answer.outcome === 'answered' && answer.result.state === 'done')) return;
    await world.sleep(dice.between(5, 1500));
  }
}

async function orderOne(world: World, dice: Dice): Promise<void> {
  const all = [...world.checker.tasks.values()];
  const task = all.length === 0 ? undefined : dice.pick(all);
  if (task === undefined) return;
  const current = await world.store.get(task.taskId);
  if (current === undefined) return;
  const order = isTerminal(current.stage) ? 'retry' : 'cancel';
  // Few are cancelled: the work is to be done.
  if (order === 'cancel' && !dice.meets(0.3)) return;
  const answer = await world.run('operator', ({ operator }) => operator[order](current));
  if (answer.outcome === 'failed') world.expectTyped('operator', answer.error);
}
