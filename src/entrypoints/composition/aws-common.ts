/** What the four functions have in common on AWS: where configuration and tasks stand, who watches, and how a composition is made anew. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Container } from 'inversify';
import { LEDGER_CLIENT, STORE_CLIENT } from '../../adapters/dynamodb/dynamo-client.js';
import { DynamoConfigSource } from '../../adapters/dynamodb/dynamo-config-source.js';
import { DynamoSlotLedger } from '../../adapters/dynamodb/dynamo-slot-ledger.js';
import { PowertoolsLogger } from '../../adapters/powertools/powertools-logger.js';
import { PowertoolsMetrics } from '../../adapters/powertools/powertools-metrics.js';
import { CryptoIdSource } from '../../adapters/system/crypto-id-source.js';
import { SystemChance } from '../../adapters/system/system-chance.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { AssertedSlotLedger } from '../../application/asserted-slot-ledger.js';
import { AssertedTaskStore } from '../../application/asserted-task-store.js';
import type { TaskStore } from '../../application/ports/task-store.js';
import type { EssentialConfig } from '../config/config.js';
import type { Environment } from '../config/environment.js';
import { FreshConfig } from '../config/fresh-config.js';
import { loadConfigDocuments } from '../config/load-documents.js';
import { LabourerFacts } from '../lambda/labourer-facts.js';
import { ObservedLedger } from '../lambda/observed-ports.js';
import { ObservedStore } from '../lambda/observed-store.js';
import type { Essential } from '../lambda/run-essential.js';
import { awsTaskLog, awsTaskStore } from './aws-task-store.js';
import { invariantAlarm } from './invariant-alarm.js';
import { PORTS, SETTINGS } from './tokens.js';
import { bindTasks } from './use-cases.js';

/** What lives as long as a function's container, whatever the configuration says. */
export type AwsContainer = ReturnType<typeof awsContainer>;

/** Made once, outside of any invocation: connections are kept open between them. */
export function awsContainer(environment: Environment) {
  const { configTable, configEnv, metricsNamespace, serviceName } = environment;
  const database = new DynamoDBClient(STORE_CLIENT);
  const [clock, chance] = [new SystemClock(), new SystemChance()];
  const facts = new LabourerFacts();
  const logger = new PowertoolsLogger(serviceName);
  const alarm = invariantAlarm(logger, facts);
  // A client of its own: an ambiguous answer is never repeated by it (docs/protocol.md, rule 6).
  const ledger = new DynamoSlotLedger({ client: new DynamoDBClient(LEDGER_CLIENT), clock, chance });
  return {
    environment,
    database,
    facts,
    clock,
    logger,
    alarm,
    metrics: new PowertoolsMetrics({ namespace: metricsNamespace, serviceName }),
    documents: new DynamoConfigSource({ client: database, table: configTable, env: configEnv }),
    ids: new CryptoIdSource(),
    chance,
    ledger: new AssertedSlotLedger(new ObservedLedger(ledger, facts), alarm),
  };
}

/**
 * An essential whose composition follows its configuration. `compose` binds what the essential needs beside tasks, slots and events, and
 * takes out of the container what the handler works with.
 */
export function awsEssential<Composed>(
  aws: AwsContainer,
  compose: (container: Container, config: EssentialConfig, store: TaskStore) => Composed,
): Essential<Composed> {
  const { environment, documents, clock, logger, alarm, facts, metrics } = aws;
  const { functionName, queueBucket } = environment;
  const fresh = new FreshConfig({
    load: () => loadConfigDocuments(documents, functionName, queueBucket === undefined ? {} : { queueBucket }),
    compose: (config) => {
      const { labourers, taskSettings: settings } = config;
      const observed = new ObservedStore(awsTaskStore(aws.database, config, aws), facts);
      const store = new AssertedTaskStore(observed, { labourers, settings, clock, alarm });
      return compose(boundContainer(aws, config, store), config, store);
    },
    clock,
    logger,
  });
  return { fresh, facts, metrics, clock, logger };
}

function boundContainer(aws: AwsContainer, config: EssentialConfig, store: TaskStore): Container {
  const container = new Container();
  container.bind(PORTS.chance).toConstantValue(aws.chance);
  container.bind(PORTS.clock).toConstantValue(aws.clock);
  container.bind(PORTS.ids).toConstantValue(aws.ids);
  container.bind(PORTS.ledger).toConstantValue(aws.ledger);
  container.bind(PORTS.logger).toConstantValue(aws.logger);
  container.bind(PORTS.store).toConstantValue(store);
  container.bind(PORTS.taskLog).toConstantValue(awsTaskLog(aws.database, config, aws));
  container.bind(SETTINGS.labourers).toConstantValue(config.labourers);
  // Every completion is a process of its own.
  container.bind(SETTINGS.spreadsHandOvers).toConstantValue(true);
  container.bind(SETTINGS.tasks).toConstantValue(config.taskSettings);
  bindTasks(container);
  return container;
}
