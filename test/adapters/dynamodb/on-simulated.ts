/** The DynamoDB adapters on a DynamoDB in memory. */

import { DynamoSlotLedger } from '../../../src/adapters/dynamodb/dynamo-slot-ledger.js';
import { DynamoTaskLog } from '../../../src/adapters/dynamodb/dynamo-task-log.js';
import { DynamoTaskStore, type DynamoTaskStoreParts } from '../../../src/adapters/dynamodb/dynamo-task-store.js';
import { tableDefinitions } from '../../../src/adapters/dynamodb/table-definitions.js';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { SeededChance } from '../../../src/adapters/memory/seeded-chance.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import { storeNames } from '../../../src/adapters/shared/store-names.js';
import { LABOURER, NOW, OTHER_LABOURER } from '../../support/a-task.js';
import type { DynamoFaults } from '../../support/aws/simulated-dynamodb/dynamo-faults.js';
import { type Connection, SimulatedDynamoDb } from '../../support/aws/simulated-dynamodb/simulated-dynamodb.js';
import type { OnWrite } from '../../support/aws/simulated-dynamodb/tables.js';

/** Fresh tables with a clock of their own; `store` makes a store over them with a client of its own. */
export function onSimulated(faults: DynamoFaults = {}, onWrite: OnWrite = () => {}) {
  const names = storeNames();
  const clock = new SimulatedClock(NOW);
  const chance = new SeededChance(1);
  const dynamo = new SimulatedDynamoDb({ tables: tableDefinitions(names), now: () => clock.now(), faults, onWrite });
  const labourerIds = () => [LABOURER, OTHER_LABOURER];
  return {
    dynamo,
    names,
    clock,
    store: (connection: Connection = {}, parts: Partial<DynamoTaskStoreParts> = {}) =>
      new DynamoTaskStore({ client: dynamo.connect(connection), names, labourerIds, clock, chance, ...parts }),
    ledger: () => new DynamoSlotLedger({ client: dynamo.client, clock, chance }),
    log: () => new DynamoTaskLog({ client: dynamo.client, clock, chance, logger: new MemoryLogger() }),
  };
}
