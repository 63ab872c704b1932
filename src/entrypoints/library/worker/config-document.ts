/** Reads a worker's stored configuration document from the table of configurations. */

import { documentOfText } from '../../../adapters/shared/config-document.js';
import { RefusedError, SoswError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import type { WorkerEnvironment } from '../../config/worker-environment.js';
import type { WorkerClients } from './worker-clients.js';

/** Empty when there is none. Throws `config.value` for a document that is no map, `config.unavailable` (retryable). */
export async function readConfigDocument(
  clients: Pick<WorkerClients, 'database'>,
  { configTable, configEnv }: WorkerEnvironment,
  name: string,
): Promise<JsonObject> {
  const { GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const Key = { env: { S: configEnv }, config_name: { S: name } };
  const client = await clients.database();
  const answer = await client.send(new GetItemCommand({ TableName: configTable, Key })).catch((cause: unknown) => {
    throw new SoswError('config.unavailable', `${name} can't be read from ${configTable}`, { retryable: true, cause });
  });
  const text = answer.Item?.config_value?.S;
  if (text === undefined) return {};
  const document = documentOfText(text);
  if (isJsonObject(document)) return document;
  throw new RefusedError('config.value', { path: name, expected: "a map, as the document's JSON" });
}
