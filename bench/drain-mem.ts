import { rmSync } from 'node:fs';
import { Container } from 'inversify';
import { openDatabase } from '../src/adapters/sqlite/open-database.js';
import { SqliteSlotLedger } from '../src/adapters/sqlite/sqlite-slot-ledger.js';
import { MemoryTaskStore } from '../src/adapters/memory/memory-task-store.js';
import { CryptoIdSource } from '../src/adapters/system/crypto-id-source.js';
import { SystemChance } from '../src/adapters/system/system-chance.js';
import { SystemClock } from '../src/adapters/system/system-clock.js';
import { DEFAULT_COEFFICIENTS } from '../src/domain/ecology/allowance.js';
import { jobId, taskIdOfRow } from '../src/domain/ids.js';
import { DEFAULT_TASK_SETTINGS } from '../src/domain/labourer.js';
import { readLabourer } from '../src/domain/labourer-settings.js';
import { greenfield } from '../src/domain/greenfield.js';
import { bindUseCases } from '../src/entrypoints/composition/use-cases.js';
import { PORTS, SETTINGS, USE_CASES } from '../src/entrypoints/composition/tokens.js';

const file = '/tmp/drain.db';
for (const s of ['', '-wal', '-shm']) rmSync(file + s, { force: true });
const N = Number(process.argv[2] ?? 50000),
  C = 100;
const labourer = readLabourer('bench', { max_simultaneous_invocations: C }, {}, 'bench');
const labourers = { all: () => [labourer], find: () => labourer, of: () => labourer };
const db = openDatabase({ file });
const store = new MemoryTaskStore();
const c = new Container();
const logger = { debug() {}, info() {}, warn: console.log, error: console.log };
let done = 0;
let resolveAll: () => void;
const all = new Promise<void>((r) => {
  resolveAll = r;
});
const invoker = {
  async invoke(_l: unknown, event: any) {
    void Promise.resolve()
      .then(() =>
        c
          .get(USE_CASES.assistant)
          .handle({ action: 'mark_task_as_completed', task_id: event.task_id, attempt: event.sosw_attempt }),
      )
      .then(() => {
        if (++done === N) resolveAll();
      });
    return { outcome: 'accepted' } as const;
  },
};
const v: [any, any][] = [
  [PORTS.chance, new SystemChance()],
  [PORTS.clock, new SystemClock()],
  [PORTS.files, {}],
  [PORTS.functions, { timeout: async () => 900 }],
  [PORTS.ids, new CryptoIdSource('bench')],
  [PORTS.invoker, invoker],
  [PORTS.ledger, new SqliteSlotLedger(db)],
  [PORTS.logger, logger],
  [PORTS.metrics, { values: async () => [] }],
  [PORTS.notifier, { report: async (r: any[]) => r.map(() => true) }],
  [PORTS.siblings, {}],
  [PORTS.store, store],
  [SETTINGS.coefficients, DEFAULT_COEFFICIENTS],
  [SETTINGS.labourers, labourers],
  [SETTINGS.tasks, DEFAULT_TASK_SETTINGS],
  [SETTINGS.queueFile, {}],
  [SETTINGS.scheduler, {}],
];
for (const [t, x] of v) c.bind(t).toConstantValue(x);
c.bind(PORTS.taskLog).toDynamicValue(() => undefined as any);
bindUseCases(c);
const pay = (i: number) =>
  JSON.stringify({
    task: 'ingest.chunk',
    seq: i,
    region: 'eu-west-1',
    bucket: 'orders-archive-2024',
    key: 'part/2024-06-01/000123/segment-' + i + '.json',
    from: i * 100,
    to: i * 100 + 99,
    tags: ['nightly', 'tenant-42'],
    retry: 0,
  });
const now = new SystemClock().now();
let t = performance.now();
for (let i = 0; i < N; i += 5000) {
  await store.add(
    Array.from({ length: 5000 }, (_, k) => ({
      taskId: taskIdOfRow('a'.repeat(64), i + k),
      labourerId: labourer.id,
      stage: 'open' as const,
      createdAt: now,
      greenfield: greenfield(2000 + i + k),
      attempts: 0,
      payload: pay(i + k),
      jobId: jobId('job'),
    })),
  );
}
console.log('create', Math.round((N / (performance.now() - t)) * 1000), '/s');
t = performance.now();
const cpu = process.cpuUsage();
await c.get(USE_CASES.orchestrator).pass();
await all;
const u = process.cpuUsage(cpu);
console.log(
  'drain',
  Math.round((N / (performance.now() - t)) * 1000),
  '/s',
  'cpu us/task',
  ((u.user + u.system) / N).toFixed(1),
  JSON.stringify(await store.progress(jobId('job'))),
);
db.close();
