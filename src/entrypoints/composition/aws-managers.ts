/** The managers over a deployment on AWS, for code outside of the essentials: by hand, so that no container comes into a user's bundle. */

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CloudWatchMetricsSource } from '../../adapters/cloudwatch/cloudwatch-metrics-source.js';
import { LEDGER_CLIENT, STORE_CLIENT } from '../../adapters/dynamodb/dynamo-client.js';
import { DynamoConfigSource } from '../../adapters/dynamodb/dynamo-config-source.js';
import { DynamoSlotLedger } from '../../adapters/dynamodb/dynamo-slot-ledger.js';
import { lambdaClientOptions } from '../../adapters/lambda/lambda-client-options.js';
import { LambdaFunctionSettings } from '../../adapters/lambda/lambda-function-settings.js';
import { LambdaInvoker } from '../../adapters/lambda/lambda-invoker.js';
import { CryptoIdSource } from '../../adapters/system/crypto-id-source.js';
import { JsonLogger } from '../../adapters/system/json-logger.js';
import { SystemChance } from '../../adapters/system/system-chance.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { DeadTaskReporter } from '../../application/dead-task-reporter.js';
import { Dispatcher } from '../../application/dispatcher.js';
import { EcologyManager } from '../../application/ecology-manager.js';
import type { Labourers } from '../../application/labourers.js';
import { QueueEnds } from '../../application/queue-ends.js';
import { SlotBook } from '../../application/slot-book.js';
import { TaskManager } from '../../application/task-manager.js';
import { TaskOperator } from '../../application/task-operator.js';
import { TaskTrail } from '../../application/task-trail.js';
import type { JsonObject } from '../../domain/task.js';
import { loadConfigDocuments } from '../config/load-documents.js';
import type { ConfigPlace } from '../config/worker-environment.js';
import { awsNotifier } from './aws-reports.js';
import { awsTaskLog, awsTaskStore } from './aws-task-store.js';

/** The managers of one deployment, as its configuration was when they were opened. */
export interface Managers {
  readonly tasks: TaskManager;
  readonly ecology: EcologyManager;
  readonly operator: TaskOperator;
  /** The registered labourers, by which the managers' operations are asked. */
  readonly labourers: Labourers;
  /** Ends the connections. */
  close(): void;
}

export interface AwsManagersOptions extends ConfigPlace {
  /** Whose document is laid over the shared one. */
  readonly functionName: string;
  /** Laid over all documents. */
  readonly overrides: JsonObject;
}

export async function awsManagers(options: AwsManagersOptions): Promise<Managers> {
  const clients = {
    database: new DynamoDBClient(STORE_CLIENT),
    ledger: new DynamoDBClient(LEDGER_CLIENT),
    functions: new LambdaClient(lambdaClientOptions),
    metrics: new CloudWatchClient({}),
  };
  const { configTable: table, configEnv: env, functionName, overrides } = options;
  const documents = new DynamoConfigSource({ client: clients.database, table, env });
  const config = await loadConfigDocuments(documents, functionName, { overrides });
  const { labourers, taskSettings, coefficients } = config;
  const [clock, chance, ids] = [new SystemClock(), new SystemChance(), new CryptoIdSource()];
  const logger = new JsonLogger(process.stderr, 'warn');
  const store = awsTaskStore(clients.database, config, { clock, chance });
  const slots = new SlotBook(new DynamoSlotLedger({ client: clients.ledger, clock, chance }), clock);
  const queue = new QueueEnds({ store, slots, clock }, taskSettings);
  const dispatcher = new Dispatcher(
    {
      store,
      invoker: new LambdaInvoker({ client: clients.functions }),
      slots,
      reporter: new DeadTaskReporter(store, awsNotifier(clients.functions, logger, false)),
      trail: new TaskTrail(awsTaskLog(clients.database, config, { clock, chance, logger }), clock, logger),
      clock,
      ids,
      logger,
    },
    taskSettings,
  );
  const functions = new LambdaFunctionSettings({ client: clients.functions, clock, logger });
  return {
    tasks: new TaskManager({ store, slots, queue, dispatcher, functions, clock, ids }, taskSettings),
    ecology: new EcologyManager({
      metrics: new CloudWatchMetricsSource({ client: clients.metrics }),
      logger,
      coefficients,
    }),
    operator: new TaskOperator({ store, labourers, queue, clock }),
    labourers,
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
