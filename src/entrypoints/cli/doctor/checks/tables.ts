/** Tables and indexes: there, with the right keys; rows expire, and can be brought back. */

import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type KeySchemaElement,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import {
  type IndexDefinition,
  type TableDefinition,
  tableDefinitions,
} from '../../../../adapters/dynamodb/table-definitions.js';
import { FIXED_NAMES } from '../../../../adapters/shared/store-names.js';
import { type AwsAccount, ifFound } from '../aws-account.js';
import type { Deployment } from '../deployment.js';
import { type Check, examinedEach, type Finding, ok, problem, warning } from '../finding.js';

const MAKE_IT = 'deploy the stack again, which makes it; or correct the name in the documents';

export const tables: Check = {
  area: 'tables',
  async examine(deployment) {
    const [names, configTable] = await Promise.all([deployment.storeNames(), deployment.configTable()]);
    const definitions = tableDefinitions(names).map((definition) =>
      definition.name === FIXED_NAMES.config ? { ...definition, name: configTable } : definition,
    );
    return examinedEach(
      definitions,
      ({ name }) => name,
      (definition) => examineTable(deployment, definition),
    );
  },
};

async function examineTable(deployment: Deployment, definition: TableDefinition): Promise<readonly Finding[]> {
  const { account } = deployment;
  const { name } = definition;
  const { ask, dynamo } = account;
  const described = await ifFound(
    ask('dynamodb:DescribeTable', () => dynamo.send(new DescribeTableCommand({ TableName: name }))),
  );
  if (described?.Table === undefined) return [await missing(deployment, name)];
  const { Table: table } = described;
  const wrong = [keyFinding(table, definition), ...definition.indexes.map((index) => indexFinding(table, name, index))];
  const found = wrong.filter((finding) => finding !== undefined);
  const [expiry, recovery] = await Promise.all([
    expiryFinding(account, deployment, definition),
    recoveryFinding(account, name),
  ]);
  const indexes = definition.indexes.map((index) => `, index ${index.name}`).join('');
  return [
    ...(found.length === 0 ? [ok(name, `keys${indexes}`)] : found),
    ...[expiry, recovery].filter((finding) => finding !== undefined),
  ];
}

/** Nothing writes events of tasks unless the documents ask for it. */
async function missing(deployment: Deployment, name: string): Promise<Finding> {
  const config = await deployment.configOf('orchestrator').catch(() => undefined);
  const isSpare = name === FIXED_NAMES.meta && config !== undefined && !config.taskEvents;
  return isSpare
    ? warning(name, 'there is no such table; it is needed once task_events is on', MAKE_IT)
    : problem(name, 'there is no such table', MAKE_IT);
}

function keyFinding(table: TableDescription, { name, hash, range }: TableDefinition): Finding | undefined {
  const expected = [hash, ...(range ? [range] : [])];
  if (hasKeys(table, table.KeySchema, expected)) return undefined;
  return problem(name, `its key is ${keyText(table, table.KeySchema)}; expected ${keysText(expected)}`, REMAKE);
}

const REMAKE = 'a key can not be changed: make another table, and name it in the documents';

function indexFinding(table: TableDescription, name: string, index: IndexDefinition): Finding | undefined {
  const stored = (index.local ? table.LocalSecondaryIndexes : table.GlobalSecondaryIndexes)?.find(
    ({ IndexName }) => IndexName === index.name,
  );
  const kind = index.local ? 'local index' : 'index';
  const make = index.local
    ? 'a local index is made with its table only: make another table, and name it in the documents'
    : `make the index: ${keysText([index.hash, index.range])}, with ${index.projects?.join(', ') ?? 'all attributes'}`;
  if (stored === undefined) return problem(name, `has no ${kind} ${index.name}`, make);
  const expected = [index.hash, index.range];
  if (!hasKeys(table, stored.KeySchema, expected)) {
    const found = keyText(table, stored.KeySchema);
    return problem(name, `the key of ${kind} ${index.name} is ${found}; expected ${keysText(expected)}`, make);
  }
  const { ProjectionType: projection, NonKeyAttributes: held = [] } = stored.Projection ?? {};
  const lacks = projection === 'ALL' ? [] : (index.projects ?? ['all attributes']).filter((it) => !held.includes(it));
  if (lacks.length > 0) return problem(name, `${kind} ${index.name} lacks ${lacks.join(', ')}`, make);
  const status = 'IndexStatus' in stored ? stored.IndexStatus : 'ACTIVE';
  if (status === undefined || status === 'ACTIVE' || status === 'UPDATING') return undefined;
  return problem(name, `${kind} ${index.name} is ${status}`, 'wait until it is ACTIVE');
}

type Keys = readonly { readonly name: string; readonly type: string }[];

const typesOf = (table: TableDescription, schema: readonly KeySchemaElement[] = []): Keys =>
  // A hash key stands first, whatever the answer's order.
  schema
    .toSorted((one, other) => (one.KeyType ?? '').localeCompare(other.KeyType ?? ''))
    .map(({ AttributeName = '' }) => ({
      name: AttributeName,
      type: table.AttributeDefinitions?.find((one) => one.AttributeName === AttributeName)?.AttributeType ?? '?',
    }));

const keysText = (keys: Keys): string => keys.map(({ name, type }) => `${name} (${type})`).join(', ');

const keyText = (table: TableDescription, schema: readonly KeySchemaElement[] | undefined): string =>
  keysText(typesOf(table, schema));

const hasKeys = (table: TableDescription, schema: readonly KeySchemaElement[] | undefined, expected: Keys): boolean =>
  keyText(table, schema) === keysText(expected);

async function expiryFinding(
  { ask, dynamo }: AwsAccount,
  deployment: Deployment,
  { name, expires }: TableDefinition,
): Promise<Finding | undefined> {
  if (expires === undefined) return undefined;
  const { TimeToLiveDescription: found } = await ask('dynamodb:DescribeTimeToLive', () =>
    dynamo.send(new DescribeTimeToLiveCommand({ TableName: name })),
  );
  const isOn = found?.TimeToLiveStatus === 'ENABLED' || found?.TimeToLiveStatus === 'ENABLING';
  if (isOn && found.AttributeName === expires) return undefined;
  const advice = `aws dynamodb update-time-to-live --table-name ${name} --time-to-live-specification Enabled=true,AttributeName=${expires}`;
  const state = isOn ? `rows expire by ${found.AttributeName}, not by ${expires}` : `rows do not expire by ${expires}`;
  const days = await lifeInDays(deployment, name);
  return days === undefined
    ? warning(name, `${state}: what has left it stays and is paid for`, advice)
    : problem(name, `${state}, though the documents ask for it after ${days} days`, advice);
}

/** What the documents ask for; undefined where they keep rows for ever. */
async function lifeInDays(deployment: Deployment, name: string): Promise<number | undefined> {
  const config = await deployment.configOf('scavenger').catch(() => undefined);
  if (name === FIXED_NAMES.meta) return config?.aws.metaDays;
  return name === config?.storeNames.closed ? config.aws.closedDays : undefined;
}

async function recoveryFinding({ ask, dynamo }: AwsAccount, name: string): Promise<Finding | undefined> {
  const { ContinuousBackupsDescription: found } = await ask('dynamodb:DescribeContinuousBackups', () =>
    dynamo.send(new DescribeContinuousBackupsCommand({ TableName: name })),
  );
  if (found?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED') return undefined;
  return warning(
    name,
    'has no point-in-time recovery: what is deleted by mistake is lost',
    `aws dynamodb update-continuous-backups --table-name ${name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
  );
}
