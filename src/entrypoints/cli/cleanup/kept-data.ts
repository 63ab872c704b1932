/** Tables and buckets that a stack left behind: which of them are still its own, and how they are removed. */

import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { SoswError } from '../../../domain/errors.js';
import { type AwsAccount, ifFound } from '../doctor/aws-account.js';
import { removeBucket } from './bucket.js';
import { BUCKET, isThere, TABLE } from './kinds.js';
import { ownerOf, type Stack, type StackResource } from './stack.js';

/** DynamoDB takes seconds for it. */
const TABLE_WAIT_MS = 300_000;
const PAUSE_MS = 1000;

export const isData = ({ type }: StackResource): boolean => type === TABLE || type === BUCKET;

/**
 * Why a resource that a deleted stack left is not its own any more: another stack has taken it in, or somebody has made another one of
 * that name. Undefined where it still is.
 */
export async function foreignReason(account: AwsAccount, resource: StackResource): Promise<string | undefined> {
  const owner = await ownerOf(account, resource.id);
  if (owner !== undefined) return `belongs to the stack ${owner} now`;
  if (resource.type !== TABLE || resource.keptAt === undefined) return undefined;
  const described = await describedTable(account, resource.id);
  const made = described?.CreationDateTime;
  return made !== undefined && made > resource.keptAt ? 'was made after the stack had gone' : undefined;
}

async function describedTable({ ask, dynamo }: AwsAccount, TableName: string) {
  const command = new DescribeTableCommand({ TableName });
  return (await ifFound(ask('dynamodb:DescribeTable', () => dynamo.send(command))))?.Table;
}

/** What stays when the stack goes, and holds data. */
export const keptData = ({ resources }: Stack): readonly StackResource[] =>
  resources.filter((resource) => resource.isKept && isData(resource));

export async function removeKept(account: AwsAccount, { type, id }: StackResource): Promise<void> {
  if (type === BUCKET) await removeBucket(account, id);
  else await removeTable(account, id);
}

async function removeTable(account: AwsAccount, TableName: string): Promise<void> {
  const { ask, dynamo } = account;
  const table = await describedTable(account, TableName);
  if (table === undefined) return;
  if (table.DeletionProtectionEnabled) {
    throw new SoswError('cleanup.protected', `${TableName} is protected from deletion; take the protection off first`);
  }
  if (table.TableStatus !== 'DELETING') {
    await ifFound(ask('dynamodb:DeleteTable', () => dynamo.send(new DeleteTableCommand({ TableName }))));
  }
  const until = performance.now() + TABLE_WAIT_MS;
  while (performance.now() < until && (await isThere(account, TABLE, TableName))) await sleep(PAUSE_MS);
}
