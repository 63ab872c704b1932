import fc from 'fast-check';
import { it } from 'vitest';
import { InterleavingWorld } from './interleaving-world.js';
it('stat', { timeout: 100000 }, async () => {
  const n: Record<string, number> = {};
  const bump = (k: string) => { n[k] = (n[k] ?? 0) + 1; };
  await fc.check(fc.asyncProperty(fc.scheduler(), fc.integer(), async (s, seed) => {
    const world = new InterleavingWorld(s, { seed, refusals: 0.4 });
    await world.queue(3);
    await world.startSilently();
    world.jump(101);
    const orig = world.world.ports.store.apply;
    (world.world.ports.store as any).apply = undefined;
    void world.act('scavenger A', ({ scavenger }) => scavenger.pass());
    void world.act('scavenger B', ({ scavenger }) => scavenger.pass());
    world.reportLate();
    world.tickAfter(61, 61);
    const tasks = world.world.tasks as any;
    const set = tasks.tasks.set.bind(tasks.tasks);
    tasks.tasks.set = (k: any, t: any) => { const b = tasks.tasks.get(k); if (b) { 
      if (t.attempts > b.attempts) bump('claim' + t.attempts);
      if (t.attempts < b.attempts) bump('release to ' + t.attempts + (b.completedAt ? ' completed' : ''));
      if (t.completedAt && !b.completedAt && t.stage === 'open') bump('record completion att' + t.attempts + (t.slot ? ' slot' : ''));
      if (t.stage === 'retrying') bump('retrying'); if (b.stage==='retrying' && t.stage==='open') bump('requeue');
    } return set(k, t); };
    (world.world.ports.store as any).apply = orig;
    await world.settle();
    bump('runs');
  }), { numRuns: 1000, seed: 1 });
  console.log(n);
});
