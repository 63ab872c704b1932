import { describe, expect, it } from 'vitest';
import type { TimeBudget } from '../../../src/application/time-budget.js';
import { scavengerHandler } from '../../../src/entrypoints/lambda/scavenger-handler.js';
import { aQueue, aTask, aWindow, greenfield, LABOURER, OTHER_LABOURER } from '../../support/a-task.js';
import { aFunction, anInvocation } from './a-function.js';

const { invoked, expired } = aWindow();

function aScavenger() {
  const made = aFunction();
  return { ...made, handler: scavengerHandler(made.essential(({ scavenger }) => ({ scavenger }))) };
}

describe('the Scavenger', () => {
  it('makes a pass, tells what it did, and publishes retries and deaths', async () => {
    const { handler, system, published } = aScavenger();
    await system.store.add([
      aTask('expired', { greenfield: greenfield(expired - 10), attempts: 1 }),
      aTask('dead', { greenfield: greenfield(expired - 20), attempts: 3 }),
      aTask('completed', { greenfield: invoked, attempts: 1, completedAt: system.clock.now() }),
    ]);
    published.clear();
    expect(await handler({}, anInvocation())).toEqual({
      labourers: [
        { labourerId: LABOURER, archived: 1, retried: 1, dead: 1, requeued: 0 },
        { labourerId: OTHER_LABOURER, archived: 0, retried: 0, dead: 0, requeued: 0 },
      ],
    });
    // Completed was counted when it was reported; archiving it is no second completion.
    expect(published.get(LABOURER)).toEqual({ TasksRetried: 1, TasksDead: 1 });
  });

  it('recounts jobs after its pass, in what is left of its time', async () => {
    const made = aFunction();
    const recounted: boolean[] = [];
    const recounter = { pass: async ({ hasTime }: TimeBudget) => recounted.push(hasTime()) };
    const handler = scavengerHandler(made.essential(({ scavenger }) => ({ scavenger, recounter })));
    await handler({}, anInvocation());
    await handler(
      {},
      anInvocation('late', () => 0),
    );
    expect(recounted).toEqual([true, false]);
  });

  it('ends its pages when the time does, and leaves the rest to the next pass', async () => {
    const { handler, system } = aScavenger();
    const many = aQueue('t', 250, { attempts: 1, completedAt: system.clock.now() });
    await system.store.add(many.map((task) => ({ ...task, greenfield: greenfield(invoked + task.greenfield) })));
    let remaining = 300_000;
    const late = anInvocation('late', () => {
      remaining -= 250_000;
      return Math.max(remaining, 0);
    });
    expect(await handler({}, late)).toMatchObject({ labourers: [{ archived: 100 }, {}] });
    expect(await handler({}, anInvocation())).toMatchObject({ labourers: [{ archived: 150 }, {}] });
  });
});
