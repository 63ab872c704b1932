/** The DynamoDB adapters keep the ports' promises on the simulated DynamoDB: it does what they need as DynamoDB does it. */

import { DynamoConfigSource } from '../../../src/adapters/dynamodb/dynamo-config-source.js';
import type { Clock } from '../../../src/application/ports/clock.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { slotLedgerContract } from '../../contracts/slot-ledger.contract.js';
import { taskLogContract } from '../../contracts/task-log.contract.js';
import { taskStoreContract } from '../../contracts/task-store.contract.js';
import type { DynamoFaults } from '../../support/aws/simulated-dynamodb/dynamo-faults.js';
import type { Connection } from '../../support/aws/simulated-dynamodb/simulated-dynamodb.js';
import { onSimulated } from './on-simulated.js';

const dispose = async () => {};

/** Nobody moves the time of a contract on: pauses end at once. */
const impatient = (clock: Clock): Clock => ({
  now: () => clock.now(),
  monotonic: () => clock.monotonic(),
  sleep: async () => {},
});

const storeContract = (name: string, faults: DynamoFaults = {}, connection: Connection = {}) =>
  taskStoreContract(`simulated DynamoDB${name}`, async () => {
    const { dynamo, clock, store } = onSimulated(faults);
    return { store: store(connection, { clock: impatient(clock) }), settle: async () => dynamo.settle(), dispose };
  });

storeContract('');
/** Every so many'th. */
const every = (n: number, from = 0) => {
  let asked = from;
  return () => ++asked % n === 0;
};

const throttles = every(11);
storeContract(' that throttles now and then', { request: () => (throttles() ? 'throttle' : 'none') }, { attempts: 2 });
storeContract(' where every fifth write meets a transaction', { conflict: every(5) });
storeContract(' whose pages are short', { page: () => 2 });
const halves = every(2);
storeContract(' that leaves batches half done', { batch: () => (halves() ? 1 : 0) }, { attempts: 2 });

slotLedgerContract('simulated DynamoDB', async () => {
  return { ledger: onSimulated().ledger(), dispose };
});

taskLogContract('simulated DynamoDB', async () => {
  return { log: onSimulated().log(), dispose };
});

configSourceContract('simulated DynamoDB', async () => {
  const { dynamo } = onSimulated();
  const source = new DynamoConfigSource({ client: dynamo.client, env: 'production' });
  return {
    holding: async (texts) => {
      for (const [name, text] of Object.entries(texts)) await source.put(name, text);
      return source;
    },
    dispose,
  };
});
