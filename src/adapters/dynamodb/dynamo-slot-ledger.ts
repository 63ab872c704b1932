/** The labourers' rows in `sosw_labourers`: one item each, written under the condition of its version; decisions beside it in an item of their own. */

import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { CompareAndSetOutcome, NotedDecision, SlotLedger } from '../../application/ports/slot-ledger.js';
import type { Greenfield } from '../../domain/greenfield.js';
import type { LabourerId } from '../../domain/ids.js';
import { SoswError } from '../../domain/errors.js';
import { emptyRow, type LabourerRow } from '../../domain/slots.js';
import type { EpochSeconds } from '../../domain/time.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import { type Item, numberIn } from './attribute-values.js';
import { batchGet } from './batches.js';
import { conditionFailure, mayHaveBeenMade, storeFailure } from './dynamo-failures.js';
import { Expression } from './expression.js';
import type { SendingParts } from './pause.js';

/** Decisions that are kept a labourer. */
const DECISIONS_MAX = 50;
/** Decisions that may stand in the item before the oldest are cut off: cutting costs a write of its own. */
const DECISIONS_ITEM_MAX = 75;

export interface DynamoSlotLedgerParts extends SendingParts {
  /** Configured by `LEDGER_CLIENT`: no write may be repeated. */
  readonly client: DynamoDBClient;
  readonly table?: string;
}

export class DynamoSlotLedger implements SlotLedger {
  readonly #parts: DynamoSlotLedgerParts;
  readonly #table: string;

  constructor(parts: DynamoSlotLedgerParts) {
    this.#parts = parts;
    this.#table = parts.table ?? FIXED_NAMES.labourers;
  }

  async read(labourerId: LabourerId): Promise<LabourerRow> {
    return rowOf(labourerId, await this.#get(labourerId));
  }

  async readAll(labourerIds: readonly LabourerId[]): Promise<readonly LabourerRow[]> {
    const keys = [...new Set(labourerIds)].map(keyOf);
    const items = await batchGet(this.#parts, { table: this.#table, keys, consistent: true });
    const byId = new Map(items.map((item) => [item.labourer_id?.S, item]));
    return labourerIds.map((labourerId) => rowOf(labourerId, byId.get(labourerId)));
  }

  async compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
    const expression = new Expression();
    const condition =
      row.version === 0 ? expression.absent('labourer_id') : expression.equals('version', { N: String(row.version) });
    try {
      await this.#parts.client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: itemOf(row),
          ConditionExpression: condition,
          ...expression.attributes,
        }),
      );
      return 'written';
    } catch (error) {
      return conditionFailure(error) === undefined ? mayHaveBeenMade(error, "to write a labourer's row") : 'lost';
    }
  }

  async note(labourerId: LabourerId, { at, text }: NotedDecision): Promise<void> {
    const entry = { M: { at: { N: String(at) }, text: { S: text } } };
    const expression = new Expression();
    const texts = expression.name('decisions');
    const [fresh, none] = [expression.value({ L: [entry] }), expression.value({ L: [] })];
    const kept = await this.#updateDecisions(labourerId, {
      UpdateExpression: `SET ${texts} = list_append(${fresh}, if_not_exists(${texts}, ${none}))`,
      ...expression.attributes,
    });
    if (kept.length <= DECISIONS_ITEM_MAX) return;
    const cut = new Expression();
    await this.#updateDecisions(labourerId, {
      UpdateExpression: `SET ${cut.equals('decisions', { L: kept.slice(0, DECISIONS_MAX) })}`,
      ...cut.attributes,
    });
  }

  async decisions(labourerId: LabourerId, limit: number): Promise<readonly NotedDecision[]> {
    const item = await this.#get(decisionsKey(labourerId));
    const decisions = (item?.decisions?.L ?? []).map(({ M: entry }) => ({
      at: (numberIn(entry?.at) ?? 0) as EpochSeconds,
      text: entry?.text?.S ?? '',
    }));
    // Noted by functions whose clocks differ, they stand in the item as they arrived.
    return decisions.sort((one, other) => other.at - one.at).slice(0, Math.min(limit, DECISIONS_MAX));
  }

  async #updateDecisions(
    labourerId: LabourerId,
    update: {
      UpdateExpression: string;
      ExpressionAttributeNames?: Record<string, string>;
      ExpressionAttributeValues?: Item;
    },
  ) {
    try {
      const command = new UpdateItemCommand({
        TableName: this.#table,
        Key: keyOf(decisionsKey(labourerId)),
        ReturnValues: 'UPDATED_NEW',
        ...update,
      });
      return (await this.#parts.client.send(command)).Attributes?.decisions?.L ?? [];
    } catch (error) {
      throw storeFailure(error, 'to note a decision');
    }
  }

  async #get(key: string): Promise<Item | undefined> {
    try {
      const command = new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead: true });
      return (await this.#parts.client.send(command)).Item;
    } catch (error) {
      throw storeFailure(error, `to read ${this.#table}`);
    }
  }
}

/** A labourer's name has no control characters (`labourerId`), so no labourer can have this key. */
const decisionsKey = (labourerId: LabourerId): string => `${labourerId}\u0000decisions`;

const keyOf = (labourerId: string): Item => ({ labourer_id: { S: labourerId } });

/** The stored row as its next version. */
function itemOf(row: LabourerRow): Item {
  const number = (value: number) => ({ N: String(value) });
  const batches = [...row.batches].map(([expiresAt, count]) => [String(expiresAt), number(count)] as const);
  return {
    ...keyOf(row.labourerId),
    version: number(row.version + 1),
    allowance: number(row.allowance),
    cap: number(row.cap),
    paused: { BOOL: row.paused },
    ...(row.operatorCap === undefined ? {} : { operator_cap: number(row.operatorCap) }),
    decided_at: number(row.decidedAt),
    batches: { M: Object.fromEntries(batches) },
    ...(row.tail === undefined
      ? {}
      : { tail_greenfield: number(row.tail.greenfield), tail_reserved_at: number(row.tail.reservedAt) }),
  };
}

/** Throws `labourer.corrupt` for an item without a version, over which nothing could be written, and for counts that are none. */
function rowOf(labourerId: LabourerId, item: Item | undefined): LabourerRow {
  if (item === undefined) return emptyRow(labourerId);
  const number = (name: string) => numberIn(item[name]) ?? 0;
  const batches = Object.entries(item.batches?.M ?? {}).map(
    ([expiresAt, count]) => [Number(expiresAt) as EpochSeconds, numberIn(count) ?? 0] as const,
  );
  if (!isCount(number('version')) || number('version') === 0) throw corrupt(labourerId, 'a number in version');
  if (!batches.flat().every(isCount)) throw corrupt(labourerId, 'counts by instants in batches');
  const greenfield = numberIn(item.tail_greenfield) as Greenfield | undefined;
  const operatorCap = numberIn(item.operator_cap);
  return {
    labourerId,
    version: number('version'),
    allowance: number('allowance'),
    cap: number('cap'),
    paused: item.paused?.BOOL === true,
    ...(operatorCap === undefined ? {} : { operatorCap }),
    decidedAt: number('decided_at') as EpochSeconds,
    batches: new Map(batches),
    ...(greenfield === undefined
      ? {}
      : { tail: { greenfield, reservedAt: number('tail_reserved_at') as EpochSeconds } }),
  };
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const corrupt = (labourerId: LabourerId, expected: string): SoswError =>
  new SoswError('labourer.corrupt', `the row of ${labourerId} cannot be read: expected ${expected}`);
