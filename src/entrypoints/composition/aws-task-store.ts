/** The tasks of a deployment and their events, as its configuration has them: the same for its functions and for other machines. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoTaskLog } from '../../adapters/dynamodb/dynamo-task-log.js';
import { DynamoTaskStore } from '../../adapters/dynamodb/dynamo-task-store.js';
import type { Pauses } from '../../adapters/dynamodb/pause.js';
import type { Logger } from '../../application/ports/logger.js';
import { seconds } from '../../domain/time.js';
import type { EssentialConfig } from '../config/config.js';

const SECONDS_A_DAY = 86_400;

/** How long rows of so many days stay. */
const lifeOfDays = (days: number) => seconds(days * SECONDS_A_DAY);

export function awsTaskStore(
  client: DynamoDBClient,
  config: EssentialConfig,
  { clock, chance }: Pauses,
): DynamoTaskStore {
  const { createRate, closedDays } = config.aws;
  const labourerIds = config.labourers.all().map(({ id }) => id);
  return new DynamoTaskStore({
    client,
    names: config.storeNames,
    labourerIds: () => labourerIds,
    clock,
    chance,
    createRate,
    ...(closedDays === undefined ? {} : { closedLife: lifeOfDays(closedDays) }),
  });
}

/** Where events of tasks are kept, if the configuration wants them kept. */
export function awsTaskLog(
  client: DynamoDBClient,
  { taskEvents, aws: { metaDays } }: EssentialConfig,
  { clock, chance, logger }: Pauses & { readonly logger: Logger },
): DynamoTaskLog | undefined {
  if (!taskEvents) return undefined;
  return new DynamoTaskLog({
    client,
    clock,
    chance,
    logger,
    ...(metaDays === undefined ? {} : { life: lifeOfDays(metaDays) }),
  });
}
