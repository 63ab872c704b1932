/** The newest jobs of each labourer in `sosw_labourers`: one item a labourer beside its row, each job an attribute of it. */

import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isFinished } from '../../application/finished-job.js';
import type { JobRegister, RegisteredJob } from '../../application/ports/job-register.js';
import type { JobProgress } from '../../application/ports/task-store.js';
import type { JobId, LabourerId } from '../../domain/ids.js';
import type { EpochSeconds } from '../../domain/time.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import type { Item } from './attribute-values.js';
import { batchGet } from './batches.js';
import { conditionFailure, storeFailure } from './dynamo-failures.js';
import { Expression } from './expression.js';
import { attributeOfJob, countsOf, entryOf, jobsIn } from './job-entry.js';
import type { SendingParts } from './pause.js';

/** Jobs that are kept a labourer. */
const JOBS_MAX = 40;
/** Jobs that may stand in the item before it is cut: cutting costs a write of its own. */
const JOBS_ITEM_MAX = 50;

export interface DynamoJobRegisterParts extends SendingParts {
  readonly table?: string;
}

/**
 * Reads cost half a unit a labourer and may be stale; a note and a recount cost a unit for each KB of the item, which holds some 100 bytes a job.
 */
export class DynamoJobRegister implements JobRegister {
  readonly #parts: DynamoJobRegisterParts;
  readonly #table: string;

  constructor(parts: DynamoJobRegisterParts) {
    this.#parts = parts;
    this.#table = parts.table ?? FIXED_NAMES.labourers;
  }

  async note(job: Parameters<JobRegister['note']>[0]): Promise<void> {
    const expression = new Expression();
    const name = attributeOfJob(job.jobId);
    const item = await this.#update(job.labourerId, {
      UpdateExpression: `SET ${expression.equals(name, entryOf(job))}`,
      ConditionExpression: expression.absent(name),
      ReturnValues: 'ALL_NEW',
      ...expression.attributes,
    });
    const jobs = jobsIn(item, job.labourerId);
    if (jobs.length > JOBS_ITEM_MAX) await this.#forget(job.labourerId, leastWorth(jobs));
  }

  async recent({
    labourerIds,
    limit,
  }: {
    readonly labourerIds: readonly LabourerId[];
    readonly limit: number;
  }): Promise<readonly RegisteredJob[]> {
    return (await this.#jobsOf(labourerIds)).sort(newestFirst).slice(0, limit);
  }

  async find(jobId: JobId, labourerIds: readonly LabourerId[]): Promise<RegisteredJob | undefined> {
    const [job] = await this.#jobsOf(labourerIds, attributeOfJob(jobId));
    return job;
  }

  /** Of two counts the later one stays, whichever is written last. */
  async recounted(
    { jobId, labourerId }: Pick<RegisteredJob, 'jobId' | 'labourerId'>,
    progress: JobProgress,
    at: EpochSeconds,
  ): Promise<void> {
    const expression = new Expression();
    const counts = countsOf(progress, at);
    const [name, inner] = [
      attributeOfJob(jobId),
      `${expression.name(attributeOfJob(jobId))}.${expression.name('counts')}`,
    ];
    await this.#update(labourerId, {
      UpdateExpression: `SET ${inner} = ${expression.value(counts)}`,
      ConditionExpression: [
        expression.exists(name),
        `(attribute_not_exists(${inner}) OR ${inner}.${expression.name('at')} <= ${expression.value({ N: String(at) })})`,
      ].join(' AND '),
      ...expression.attributes,
    });
  }

  async #jobsOf(labourerIds: readonly LabourerId[], attribute?: string): Promise<RegisteredJob[]> {
    const byKey = new Map(labourerIds.map((labourerId) => [keyOf(labourerId), labourerId] as const));
    const items = await batchGet(this.#parts, {
      table: this.#table,
      keys: [...byKey.keys()].map((key) => ({ labourer_id: { S: key } })),
      ...(attribute === undefined ? {} : { projection: ['labourer_id', attribute] }),
    });
    return items.flatMap((item) => {
      const labourerId = byKey.get(item.labourer_id?.S ?? '');
      return labourerId === undefined ? [] : jobsIn(item, labourerId);
    });
  }

  #forget(labourerId: LabourerId, jobs: readonly RegisteredJob[]): Promise<Item | undefined> {
    const expression = new Expression();
    const names = jobs.map(({ jobId }) => expression.name(attributeOfJob(jobId)));
    return this.#update(labourerId, { UpdateExpression: `REMOVE ${names.join(', ')}`, ...expression.attributes });
  }

  /** The item as the update left it, where that was asked for; undefined where its condition did not hold. */
  async #update(
    labourerId: LabourerId,
    update: Omit<ConstructorParameters<typeof UpdateItemCommand>[0], 'TableName' | 'Key'>,
  ): Promise<Item | undefined> {
    const key = { labourer_id: { S: keyOf(labourerId) } };
    try {
      const command = new UpdateItemCommand({ TableName: this.#table, Key: key, ...update });
      return (await this.#parts.client.send(command)).Attributes;
    } catch (error) {
      if (conditionFailure(error) !== undefined) return undefined;
      throw storeFailure(error, "to note a labourer's jobs");
    }
  }
}

/** A labourer's name has no control characters (`labourerId`), so no labourer can have this key. */
const keyOf = (labourerId: LabourerId): string => `${labourerId}\u0000jobs`;

const newestFirst = (one: RegisteredJob, other: RegisteredJob): number => other.createdAt - one.createdAt;

/** What is too many, of finished jobs the oldest before all others. */
const leastWorth = (jobs: readonly RegisteredJob[]): readonly RegisteredJob[] =>
  [...jobs]
    .sort((one, other) => Number(isFinished(other)) - Number(isFinished(one)) || newestFirst(other, one))
    .slice(0, jobs.length - JOBS_MAX);
