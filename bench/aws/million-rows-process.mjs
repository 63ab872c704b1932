/**
 * One Scheduler as a process of its own, over queue files on S3 and a stub of the store that keeps only counts: takes the event that
 * is its first argument until it has made so many tasks (its second), and writes what it did as JSON.
 */

const [event, tasksMax, endpoint, bucket] = process.argv.slice(2);
const built = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
const { S3Client } = await import('@aws-sdk/client-s3');
const { S3QueueFile } = await built('adapters/s3/s3-queue-file');
const { MemorySlotLedger } = await built('adapters/memory/memory-slot-ledger');
const { CryptoIdSource } = await built('adapters/system/crypto-id-source');
const { SystemClock } = await built('adapters/system/system-clock');
const { QueueEnds } = await built('application/queue-ends');
const { QueueFileWorker } = await built('application/queue-file-worker');
const { Scheduler } = await built('application/scheduler');
const { SlotBook } = await built('application/slot-book');
const { TaskTrail } = await built('application/task-trail');

const { DEFAULT_TASK_SETTINGS } = await built('domain/labourer');
const { readLabourer } = await built('domain/labourer-settings');
const { ConfiguredLabourers } = await built('entrypoints/config/configured-labourers');

/** Rows a checkpoint. */
const BATCH_ROWS = 1000;

const made = { tasks: 0, first: undefined, last: undefined };
const store = {
  async open() {
    return { tasks: [] };
  },
  async add(tasks) {
    for (const { taskId } of tasks) {
      if (made.last !== undefined && taskId <= made.last) throw new Error(`${taskId} comes after ${made.last}`);
      made.first ??= taskId;
      made.last = taskId;
    }
    made.tasks += tasks.length;
    return tasks.map(() => 'added');
  },
};

const clock = new SystemClock();
const ids = new CryptoIdSource();
const complain = (message, context) => {
  throw new Error(`${message} ${JSON.stringify(context)}`);
};
const logger = { debug() {}, info() {}, warn: complain, error: complain };
const labourers = new ConfiguredLabourers([readLabourer('bench', {}, {}, 'labourers.bench')], {});
const slots = new SlotBook(new MemorySlotLedger(), clock);
const client = new S3Client({
  region: 'us-west-2',
  endpoint,
  forcePathStyle: true,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const files = new S3QueueFile({ client, bucket, prefix: 'sosw/scheduler', clock });
const queue = new QueueEnds({ store, slots, clock }, DEFAULT_TASK_SETTINGS);
const trail = new TaskTrail(undefined, clock, logger);
const worker = new QueueFileWorker(
  { files, store, labourers, queue, trail, clock, ids },
  { batchRows: BATCH_ROWS, recordDays: 30, leaseLife: 300 },
);
const siblings = {
  async spawn(_, siblingEvent) {
    made.sibling = siblingEvent;
  },
};
const scheduler = new Scheduler(
  { files, worker, labourers, siblings, clock, ids, logger },
  {
    schemas: { job_schema_variants: { default: { chunkable_attrs: [['product', {}]] } } },
    queueFile: { stem: 'tasks_queue', ext: 'txt' },
    maxTasksPerJob: 1_000_000,
    payloadLimit: 262_144,
  },
);
const budget = { hasTime: () => made.tasks < Number(tasksMax) };
const { state } = await scheduler.handle(JSON.parse(event), { requestId: 'million', budget });
process.stdout.write(JSON.stringify({ state, ...made }));
