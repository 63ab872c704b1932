/** How busy slots are: what came free with one task works on the next at once, not at the next tick. */

import { describe, expect, it } from 'vitest';
import { LaggingTaskStore } from '../../src/adapters/memory/lagging-task-store.js';
import { SeededChance } from '../../src/adapters/memory/seeded-chance.js';
import { aTask, place } from '../support/a-task.js';
import { Platform } from '../support/world/platform.js';
import { aLabourer, World } from '../support/world/world.js';

const CAP = 10;
const LABOURER = aLabourer('worker', { max_simultaneous_invocations: CAP, duration: 60, cooldown: 90 });
const TASKS = 500;

interface Load {
  /** Seconds that a task takes. */
  readonly duration: () => number;
  /** Changes that index reads miss. */
  readonly hidden?: () => number;
  /** Milliseconds that a call of a port takes. */
  readonly latency?: number;
}

describe('slot use at a cap of 10 is 98 % at least', () => {
  const between1And3 = (chance: SeededChance) => () => 1 + 2 * chance.next();

  it('with tasks of 2 s', async () => {
    expect(await slotUse({ duration: () => 2 })).toBeGreaterThanOrEqual(0.98);
  });

  it('with tasks of 1 to 3 s', async () => {
    expect(await slotUse({ duration: between1And3(new SeededChance(1)) })).toBeGreaterThanOrEqual(0.98);
  });

  it('with an index that lags by up to ten changes, about a second of them', async () => {
    const chance = new SeededChance(2);
    const hidden = () => Math.floor(chance.next() * 11);
    expect(await slotUse({ duration: between1And3(chance), hidden })).toBeGreaterThanOrEqual(0.98);
  });

  it('with calls that take 2 ms each, so that hand-overs overlap', async () => {
    const chance = new SeededChance(3);
    expect(await slotUse({ duration: between1And3(chance), latency: 2 })).toBeGreaterThanOrEqual(0.98);
  });
});

/** Busy slot-seconds of those there were from the first start to that of the last wave. */
async function slotUse({ duration, hidden = () => 0, latency = 0 }: Load): Promise<number> {
  const world: World = new World({
    labourers: [LABOURER],
    store: (store) => new LaggingTaskStore(store, hidden),
    worker: async (attempt, event) => {
      await world.clock.sleep(duration() * 1000);
      world.attempts.end(attempt, world.clock.now());
      const message = { action: 'mark_task_as_completed', task_id: attempt.taskId, attempt: event.sosw_attempt };
      await platform.run(({ assistant }) => assistant.handle(message));
    },
  });
  const platform = new Platform(() => world.ports, { latency: () => world.clock.sleep(latency) });
  const tasks = Array.from({ length: TASKS }, (_, index) =>
    aTask(`task ${index}`, { labourerId: LABOURER.id, greenfield: place(index + 1) }),
  );
  await world.ports.store.add(tasks);
  const ticks = async () => {
    while (!world.hasEnded()) {
      await platform.run(({ orchestrator }) => orchestrator.pass());
      await world.clock.sleep(60_000);
    }
  };
  await world.clock.runUntil(ticks());
  world.violations.throwAny();

  const { attempts } = world.attempts;
  const first = attempts[0]?.startedAt ?? 0;
  const lastWave = attempts.at(-1)?.startedAt ?? 0;
  const busy = attempts.reduce((sum, { startedAt, endedAt = 0 }) => sum + Math.min(endedAt, lastWave) - startedAt, 0);
  return busy / (CAP * (lastWave - first));
}
