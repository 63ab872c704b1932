import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../../src/adapters/dynamodb/attribute-values.js';
import { MemoryQueueFile } from '../../../src/adapters/memory/memory-queue-file.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import { JobRecounter } from '../../../src/application/job-recounter.js';
import { overview } from '../../../src/application/views/overview.js';
import type { SettingsMap } from '../../../src/domain/ecology/settings-map.js';
import { LABOURER, NOW } from '../../support/a-task.js';
import { type CapacityCount, CapacityMeter } from '../../support/aws/capacity-meter.js';
import { RefusedWrites } from '../../support/aws/refused-writes.js';
import { TimedInvoker, workAll } from '../../support/aws/task-lives.js';
import { aReadSide } from '../../support/reads.js';
import { aSystem, type ReplaceablePorts, type System } from '../../support/system.js';
import { onDynamoDbLocal, type OwnTables } from './on-dynamodb-local.js';

const CAP = 10;
const DELTA = 31_557_600;

const jobOf = (tasks: number) => ({
  lambda_name: LABOURER,
  job_id: 'units',
  isolate_sections: true,
  sections: Array.from({ length: tasks }, (_, index) => `section_${index}`),
});

/** A queued task in the documented form, or with other values. */
const row = (labourer: string, index: number, others: Item = {}): Item => ({
  task_id: { S: `${labourer}-${index}` },
  labourer_id: { S: labourer },
  created_at: { N: String(NOW) },
  greenfield: { N: String(2000 + 1000 * index) },
  attempts: { N: '0' },
  payload: { S: `{"products":["product_${index}"]}` },
  ...others,
});

describe('what tasks cost', () => {
  onDynamoDbLocal((ownTables) => {
    let tables: OwnTables;
    let meter: CapacityMeter;
    let refused: RefusedWrites;
    beforeEach(async () => {
      tables = await ownTables();
      meter = new CapacityMeter(tables.client, tables.ledgerClient);
      refused = new RefusedWrites(tables.client, tables.ledgerClient);
    });
    afterEach(() => tables.dispose());

    const take = (): CapacityCount => {
      const used = meter.take();
      return { ...used, writeUnits: used.writeUnits + refused.take() };
    };

    const systemOf = (
      labourers: Readonly<Record<string, SettingsMap>>,
      ports: Partial<ReplaceablePorts> = {},
    ): System => {
      const clock = ports.clock ?? new SimulatedClock(NOW);
      return aSystem({
        labourers,
        batchRows: 1000,
        ports: {
          store: tables.store({ clock }),
          ledger: tables.ledger(),
          jobs: tables.jobs(),
          clock,
          ...ports,
        },
      });
    };
    const one = (settings: SettingsMap = {}) => ({ [LABOURER]: { max_simultaneous_invocations: CAP, ...settings } });

    it.each([
      { archived: 'at completion', archiveOnCompletion: true, life: 9 },
      { archived: 'by the Scavenger', archiveOnCompletion: false, life: 11 },
    ])(
      'a life archived $archived is $life write units, and at most 0.2 more for its slot',
      async (given) => {
        const tasks = 200;
        const clock = new SimulatedClock(NOW);
        const invoker = new TimedInvoker(clock, (index) => 30 + (index % 60));
        const system = systemOf(one({ archive_on_completion: given.archiveOnCompletion }), { clock, invoker });

        await system.scheduler.handle(jobOf(tasks), { requestId: 'units' });
        await workAll(system, invoker, clock, tasks);

        const units = take().writeUnits / tasks;
        expect(units).toBeGreaterThanOrEqual(given.life);
        expect(units).toBeLessThanOrEqual(given.life + 0.2);
        expect(invoker.mostAtOnce).toBe(CAP);
        const { tasks: done } = await system.store.closed({
          labourerId: system.labourer().id,
          stage: 'done',
          limit: tasks + 1,
        });
        expect(done.length).toBe(tasks);
      },
      180_000,
    );

    it.each([200, 1000])(
      'scheduling %i tasks takes at most 1.05 requests and 0.02 read units a task',
      async (tasks) => {
        const system = systemOf(one());
        const { added } = await system.scheduler.handle(jobOf(tasks), { requestId: 'units' });
        const { requests, readUnits, writeUnits } = take();
        expect(added).toBe(tasks);
        expect(requests / tasks).toBeLessThanOrEqual(1.05);
        expect(readUnits / tasks).toBeLessThanOrEqual(0.02);
        expect(writeUnits / tasks).toBeLessThanOrEqual(2.05);
      },
    );

    it('a job that is sent twice costs no unit the second time, and 1.1 a task where its record was lost', async () => {
      const tasks = 100;
      const job = jobOf(tasks);
      const first = systemOf(one());
      await first.scheduler.handle(job, { requestId: 'units' });
      take();
      await first.scheduler.handle(job, { requestId: 'again' });
      expect(take()).toMatchObject({ requests: 0, writeUnits: 0 });

      const forgetful = systemOf(one(), { files: new MemoryQueueFile() });
      const { added } = await forgetful.scheduler.handle(job, { requestId: 'again' });
      expect(added).toBe(0);
      const { writeUnits } = take();
      expect(writeUnits).toBeGreaterThanOrEqual(tasks);
      expect(writeUnits / tasks).toBeLessThanOrEqual(1.1);
    });

    it('recounting a job takes half a read unit a task, and nothing once it is done', async () => {
      const tasks = 60;
      const clock = new SimulatedClock(NOW);
      const invoker = new TimedInvoker(clock, () => 30);
      const system = systemOf(one({ max_simultaneous_invocations: tasks }), { clock, invoker });
      const { store, labourers, logger } = system;
      const recounter = new JobRecounter({ store, jobs: tables.jobs(), labourers, clock, logger });
      const recounted = async () => {
        take();
        return { jobs: await recounter.pass(), ...take() };
      };
      const { jobId } = await system.scheduler.handle(jobOf(tasks), { requestId: 'units' });
      clock.set(NOW + 60);
      const { jobs, readUnits, writeUnits, requests } = await recounted();
      expect([jobs, writeUnits, requests]).toEqual([1, 1, 3]);
      expect(readUnits).toBeCloseTo(tasks / 2 + 0.5);

      await workAll(system, invoker, clock, tasks);
      clock.set(clock.now() + 60);
      expect(await recounted()).toMatchObject({ jobs: 1 });
      clock.set(clock.now() + 3600);
      expect(await recounted()).toMatchObject({ jobs: 0, readUnits: 0.5, writeUnits: 0 });
      const job = await tables.jobs().find(jobId, [LABOURER]);
      expect(job?.progress?.stages).toMatchObject({ open: 0, done: tasks });
    });

    it('a tick takes at most 2.4 requests an invoked task, and reads no more of the queue than it starts', async () => {
      const names = Array.from({ length: 10 }, (_, index) => `labourer_${index}`);
      const system = systemOf(Object.fromEntries(names.map((name) => [name, { max_simultaneous_invocations: CAP }])));
      // A labourer's first pass ever counts what an older orchestrator has left running, and notes its decision.
      await system.orchestrator.pass();
      const queued = names.flatMap((name) => Array.from({ length: 200 }, (_, index) => row(name, index)));
      await tables.put(tables.names.tasks, queued);
      take();

      const passed = await system.orchestrator.pass();

      const invoked = passed.reduce((sum, { dispatched }) => sum + (dispatched?.invoked ?? 0), 0);
      expect(invoked).toBe(names.length * CAP);
      const { requests, readUnits } = take();
      expect((requests + invoked) / invoked).toBeLessThanOrEqual(2.4);
      // All 200 rows of a labourer would be 5 units.
      expect(readUnits / names.length).toBeLessThanOrEqual(2);
    });

    it('a tick with nothing to do takes at most 2 requests a labourer and writes nothing', async () => {
      const names = Array.from({ length: 10 }, (_, index) => `labourer_${index}`);
      const system = systemOf(Object.fromEntries(names.map((name) => [name, { max_simultaneous_invocations: CAP }])));
      await system.orchestrator.pass();
      take();
      await system.orchestrator.pass();
      const { requests, writeUnits } = take();
      expect(requests / names.length).toBeLessThanOrEqual(2);
      expect(writeUnits).toBe(0);
    });

    it('an overview reads at most 2 units a labourer, and says how many', async () => {
      const names = Array.from({ length: 20 }, (_, index) => `labourer_${index}`);
      const labourers = Object.fromEntries(names.map((name) => [name, { max_simultaneous_invocations: CAP }]));
      await systemOf(labourers).orchestrator.pass();
      const queued = names.flatMap((name) => Array.from({ length: 50 }, (_, index) => row(name, index)));
      await tables.put(tables.names.tasks, queued);
      const { reads } = aReadSide({ labourers, counts: false });
      take();

      const store = tables.store();
      const shown = await overview({ ...reads, store, ledger: tables.ledger() }, { now: NOW, live: true });

      const { readUnits, requests } = take();
      expect(shown.labourers.map(({ oldest_wait }) => oldest_wait)).toEqual(names.map(() => 0));
      expect(readUnits / names.length).toBeLessThanOrEqual(2);
      expect(shown.read_units).toBe(readUnits);
      expect(requests).toBe(names.length + 1);
    });

    it('the Scavenger takes at most 1.3 requests a task', async () => {
      const [completed, expired] = [100, 10];
      const claimed = (secondsAgo: number): Item => ({
        greenfield: { N: String(NOW + DELTA - secondsAgo) },
        attempts: { N: '1' },
      });
      const done = Array.from({ length: completed }, (_, index) =>
        row(LABOURER, index, { ...claimed(100), completed_at: { N: String(NOW - 50) } }),
      );
      const overdue = Array.from({ length: expired }, (_, index) => row(LABOURER, completed + index, claimed(2000)));
      await tables.put(tables.names.tasks, [...done, ...overdue]);
      const system = systemOf(one());
      take();

      const [passed] = await system.scavenger.pass();

      expect(passed).toMatchObject({ archived: completed, retried: expired });
      expect(take().requests / (completed + expired)).toBeLessThanOrEqual(1.3);
    });
  });
});
