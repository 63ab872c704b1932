/** The whole deployment as one construct of the AWS CDK: `new Sosw(stack, 'Sosw')`, then `addLabourer` for each worker. */

import { CfnOutput, type CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Code, IFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmOnBrokenInvariants, alarmOnDeadTasks, alarmOnOldestTask, makeAlarms } from './alarms.js';
import { makeDashboard } from './dashboard.js';
import { codeFromFolder, type EssentialFunctions, makeFunctions, packagedCode } from './functions.js';
import {
  checkedLabourer,
  eventAge,
  type Labourer,
  type LabourerOptions,
  labourerSettings,
  timeoutOf,
} from './labourer.js';
import { makeMessages } from './messages.js';
import { checkPrefix, DEFAULT_PREFIX, type Essential } from './names.js';
import {
  grantLabourer,
  grantMetrics,
  grantQueue,
  grantReportFunction,
  grantReports,
  grantSiblings,
  grantTables,
} from './permissions.js';
import { makeQueueBucket, type QueueBucket } from './queue-bucket.js';
import { makeJobRule, makeTicks, type ScheduledJob } from './schedules.js';
import { TABLE_NAMES, type TableKey, type TableNames } from './table-shapes.js';
import { makeTables } from './tables.js';
import { allowSiblings, prepareWorker } from './worker-function.js';

export type { EssentialFunctions } from './functions.js';
export type { Essential } from './names.js';
export type { LabourerOptions } from './labourer.js';
export type { QueueBucket } from './queue-bucket.js';
export type { ScheduledJob } from './schedules.js';
export { PYTHON_TABLES, type TableKey, type TableNames } from './table-shapes.js';

/** How a deployment differs from the one that is made without any. */
export interface SoswProps {
  /** Begins the names of functions, rules, topics and alarms, and is the namespace of the metrics. Default `sosw`. */
  readonly prefix?: string;
  /** Tables that are there already and stay as they are; `PYTHON_TABLES` takes over a deployment of the Python system. */
  readonly existingTables?: readonly TableKey[];
  /** Names of tables other than the documented ones; the configuration's documents must name the tasks' three alike. */
  readonly tableNames?: Partial<Pick<TableNames, 'tasks' | 'closedTasks' | 'retryTasks' | 'config'>>;
  /** Of DynamoDB: by default under the key that AWS owns and does not charge for. A key of one's own needs grants of one's own. */
  readonly tableEncryption?: TableEncryption.DEFAULT | TableEncryption.AWS_MANAGED;
  /** What becomes of tables and bucket when the stack is deleted. Default RETAIN; DESTROY for a try. A bucket must be empty first. */
  readonly removalPolicy?: RemovalPolicy;
  /** A bucket that is there already; its policies and lifecycle are its owner's. Default: a new one. */
  readonly queueBucket?: QueueBucket;
  /** Where queue files lie in the bucket, as `s3_prefix` has it. Default `sosw/scheduler`. */
  readonly queuePrefix?: string;
  /** How long a job's identity is remembered, as `job_record_days` has it. Default 30. */
  readonly jobRecordDays?: number;
  /** The `env` of the documents in the config table. Default `production`. */
  readonly configEnvironment?: string;
  /** Whether the essentials run every minute. Default true. */
  readonly ticks?: boolean;
  /**
   * Concurrent executions that are kept free for the WorkerAssistant, and the most it may use. Default 50. `unreserved` for an
   * account of so few executions that Lambda refuses to set any aside.
   */
  readonly workerAssistantConcurrency?: number | 'unreserved';
  /** Is sent reports of dead tasks and alarms, once it has confirmed. */
  readonly email?: string;
  /** Whether the alarm on dead tasks is made, which is a query over all labourers. Default true; false for emulators without such. */
  readonly queryAlarms?: boolean;
  /** Default 1 month. */
  readonly logRetention?: RetentionDays;
  /** Folder of the functions' bundles. Default: those of this package. */
  readonly codeDirectory?: string;
  /** Code from elsewhere, instead of `codeDirectory`. */
  readonly code?: (essential: Essential) => Code;
  /** Labourers by their id, as `addLabourer` takes them. */
  readonly labourers?: Readonly<Record<string, LabourerOptions & { readonly function: IFunction }>>;
}

/** A whole deployment: the four functions, their tables, queue, schedules and alarms, and who may start which worker. */
export class Sosw extends Construct {
  readonly functions: EssentialFunctions;
  readonly queueBucket: QueueBucket;
  /** Reports of dead tasks; a labourer's `sns_config.recipient`. */
  readonly deadTasks: ITopic;
  readonly alarms: ITopic;
  /** Events that an essential failed on for good. */
  readonly deadLetters: IQueue;
  readonly tableNames: TableNames;
  readonly ticks: readonly Rule[];
  readonly prefix: string;
  readonly #configEnvironment: string;

  constructor(scope: Construct, id: string, props: SoswProps = {}) {
    super(scope, id);
    const { removalPolicy = RemovalPolicy.RETAIN } = props;
    const queuePrefix = (props.queuePrefix ?? 'sosw/scheduler').replace(/\/+$/, '');
    this.prefix = checkPrefix(props.prefix ?? DEFAULT_PREFIX);
    this.tableNames = { ...TABLE_NAMES, ...props.tableNames };
    this.#configEnvironment = props.configEnvironment ?? 'production';
    const tables = makeTables(this, {
      names: this.tableNames,
      existing: props.existingTables ?? [],
      removalPolicy,
      encryption: props.tableEncryption ?? TableEncryption.DEFAULT,
    });
    this.queueBucket =
      props.queueBucket ??
      makeQueueBucket(this, { prefix: queuePrefix, jobRecordDays: props.jobRecordDays ?? 30, removalPolicy });
    const messages = makeMessages(this, this.prefix, props.email);
    this.deadTasks = messages.deadTasks;
    this.alarms = messages.alarms;
    this.deadLetters = messages.deadLetters;
    this.functions = this.#makeFunctions(props);
    this.#grant(queuePrefix);
    this.ticks = makeTicks(this, this.functions, { prefix: this.prefix, isEnabled: props.ticks ?? true });
    waitFor(this.ticks, [...tables.values()]);
    this.#makeAlarms(props.queryAlarms ?? true);
    makeDashboard(this, this.functions, this.prefix);
    this.#output('QueueBucket', this.queueBucket.bucketName);
    this.#output('DeadTasksTopic', this.deadTasks.topicArn);
    for (const [labourer, options] of Object.entries(props.labourers ?? {})) {
      this.addLabourer(labourer, options.function, options);
    }
  }

  /**
   * Lets the essentials start this function, and it call the WorkerAssistant and read its configuration, of which its environment
   * tells the names; sets its asynchronous invocations so that no attempt outlives its slot: no retries by Lambda, no event that waits
   * too long. Throws for settings under which it could. The labourer's configuration must say the same: the stack's output
   * `SoswLabourer<number>` is what it says.
   */
  addLabourer(id: string, fn: IFunction, options: LabourerOptions = {}): void {
    if (fn.role === undefined) {
      throw new Error(
        `labourer ${id}: a function that was not made in code has no role to extend: use addExistingLabourer`,
      );
    }
    const labourer = checkedLabourer(id, fn.functionArn, options, timeoutOf(fn));
    fn.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: eventAge(labourer) });
    prepareWorker(fn, {
      prefix: this.prefix,
      configTable: this.tableNames.config,
      configEnvironment: this.#configEnvironment,
    });
    if (options.siblings === true) allowSiblings(this, `Siblings${this.#registered + 1}`, fn);
    this.#register(labourer, options);
  }

  /**
   * Lets the essentials start a function that is deployed elsewhere. Its role must allow it to invoke the WorkerAssistant and to read the
   * table of configurations, and for siblings to invoke itself; its asynchronous invocations must have no retries and a maximum event
   * age within the cooldown; `sosw doctor` checks that.
   */
  addExistingLabourer(id: string, functionArn: string, options: LabourerOptions = {}): void {
    this.#register(checkedLabourer(id, functionArn, options, undefined), options);
  }

  /** Sends a job to the Scheduler by the clock. */
  schedule(id: string, scheduled: ScheduledJob): Rule {
    const { prefix, deadLetters } = this;
    return makeJobRule(this, id, scheduled, { prefix, deadLetters, scheduler: this.functions.scheduler });
  }

  #registered = 0;

  #register(labourer: Labourer, { reportTo, oldestTask = Duration.hours(1) }: LabourerOptions): void {
    grantLabourer(this.functions, [labourer.functionArn]);
    if (reportTo !== undefined && 'topicArn' in reportTo) grantReports(this.functions, reportTo);
    else if (reportTo !== undefined) grantReportFunction(this.functions, reportTo.functionArn);
    alarmOnOldestTask(this, { prefix: this.prefix, topic: this.alarms, labourer: labourer.id, age: oldestTask });
    this.#registered += 1;
    const settings = { [labourer.id]: labourerSettings(labourer) };
    this.#output(`Labourer${this.#registered}`, Stack.of(this).toJsonString(settings));
  }

  #makeAlarms(hasQueries: boolean): void {
    const alarming = { prefix: this.prefix, topic: this.alarms };
    makeAlarms(this, this.functions, { ...alarming, deadLetters: this.deadLetters });
    if (!hasQueries) return;
    alarmOnDeadTasks(this, alarming);
    alarmOnBrokenInvariants(this, alarming);
  }

  #makeFunctions(props: SoswProps): EssentialFunctions {
    return makeFunctions(this, {
      prefix: this.prefix,
      code: props.code ?? codeFromFolder(props.codeDirectory ?? packagedCode()),
      logRetention: props.logRetention ?? RetentionDays.ONE_MONTH,
      workerAssistantConcurrency: props.workerAssistantConcurrency ?? 50,
      deadLetters: this.deadLetters,
      environment: {
        SOSW_CONFIG_TABLE: this.tableNames.config,
        SOSW_CONFIG_ENV: this.#configEnvironment,
        SOSW_QUEUE_BUCKET: this.queueBucket.bucketName,
        POWERTOOLS_METRICS_NAMESPACE: this.prefix,
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
  }

  #grant(queuePrefix: string): void {
    grantTables(this, this.functions, this.tableNames);
    grantQueue(this.functions, this.queueBucket, queuePrefix);
    grantSiblings(this, this.functions, this.prefix);
    grantMetrics(this.functions);
    grantReports(this.functions, this.deadTasks);
  }

  /** Under a name that does not depend on where in the app the construct stands. */
  #output(name: string, value: string): void {
    new CfnOutput(this, `${name}Output`, { value }).overrideLogicalId(`Sosw${name}`);
  }
}

/** No tick before its tables. By the resources themselves, so that a template in which they depend on a condition can undo it. */
function waitFor(ticks: readonly Rule[], tables: readonly Table[]): void {
  for (const tick of ticks) {
    for (const table of tables)
      (tick.node.defaultChild as CfnResource).addResourceDependency(table.node.defaultChild as CfnResource);
  }
}
