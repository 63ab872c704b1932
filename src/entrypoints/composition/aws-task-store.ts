/** The tasks of a deployment, as its configuration has them: the same for its functions and for an operator's machine. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoTaskStore } from '../../adapters/dynamodb/dynamo-task-store.js';
import type { Clock } from '../../application/ports/clock.js';
import { seconds } from '../../domain/time.js';
import type { EssentialConfig } from '../config/config.js';

const SECONDS_A_DAY = 86_400;

/** How long rows of so many days stay. */
export const lifeOfDays = (days: number) => seconds(days * SECONDS_A_DAY);

export function awsTaskStore(client: DynamoDBClient, config: EssentialConfig, clock: Clock): DynamoTaskStore {
  const { createRate, closedDays } = config.aws;
  const labourerIds = config.labourers.all().map(({ id }) => id);
  return new DynamoTaskStore({
    client,
    names: config.storeNames,
    labourerIds: () => labourerIds,
    clock,
    createRate,
    ...(closedDays === undefined ? {} : { closedLife: lifeOfDays(closedDays) }),
  });
}
