/** The handler of a class of processors. */

import type { JsonObject } from '../../../domain/task.js';
import { endingInvocation } from '../ends-with-invocation.js';
import type { StatValues } from '../stats.js';
import { AttemptRunner, type Ended, type Run } from './attempt-runner.js';
import { consoleLogger } from './console-logger.js';
import { hostOf } from './host-of.js';
import type { LambdaContext } from './lambda-context.js';
import { LambdaGlobals } from './lambda-globals.js';
import { createProcessor, type ProcessorClass } from './create-processor.js';
import type { Processor } from './processor.js';
import type { AnyEvent, WorkerHandler } from './worker.js';
import { Worker } from './worker-class.js';

/**
 * The entry point of a function that is a class.
 *
 * @param processorClass - A Processor or Worker. It is made once a container, at the first invocation, when its configuration can be read.
 * @param globals - Keeps the processor and the present context where other code can see them.
 * @param customConfig - The strongest layer of the configuration.
 * @returns The handler to export. It gives what `call` gave, and rejects with what it threw; the ends of a Worker's tasks are reported.
 * @example
 * ```ts
 * import { getLambdaHandler, LambdaGlobals, Worker } from 'sosw/worker';
 *
 * class Nothing extends Worker {}
 *
 * const globals = new LambdaGlobals<Nothing>();
 * export const handler = getLambdaHandler(Nothing, globals);
 * ```
 */
export function getLambdaHandler<P extends Processor<object>>(
  processorClass: ProcessorClass<P>,
  globals: LambdaGlobals<P> = new LambdaGlobals(),
  customConfig: object = {},
): WorkerHandler<AnyEvent> {
  const runner = new AttemptRunner(new ClassRuns(processorClass, globals, customConfig), hostOf);
  return (event, context: LambdaContext = {}) => runner.handle(event, context);
}

/** The runs of one class in one container. */
class ClassRuns<P extends Processor<object>> {
  readonly logger = consoleLogger;
  readonly #create: (context: LambdaContext) => Promise<P>;
  readonly #globals: LambdaGlobals<P>;

  constructor(processorClass: ProcessorClass<P>, globals: LambdaGlobals<P>, customConfig: object) {
    this.#create = (context) => createProcessor(processorClass, customConfig, context);
    this.#globals = globals;
  }

  assistant(): string | undefined {
    const { sosw_worker_assistant_lambda: name } = (this.#globals.processor?.config ?? {}) as JsonObject;
    return typeof name === 'string' && name !== '' ? name : undefined;
  }

  stats(): StatValues {
    return withoutTotals(this.#globals.processor?.getStats() ?? {});
  }

  async run({ event, context }: Run): Promise<Ended> {
    this.#globals.lambdaContext = context;
    this.#globals.processor?.resetStats();
    this.#globals.processor ??= await this.#create(context);
    const processor = this.#globals.processor;
    processor.lambdaContext = context;
    processor.event = event;
    if (processor instanceof Worker) processor.begin();
    const value = await endingInvocation(
      () => processor.clients(),
      async () => processor.call(event),
      (error) => this.logger.error('a component could not end its work', { error }),
    );
    if (!(processor instanceof Worker && processor.isDone)) return { value };
    const result = Object.keys(processor.result).length > 0 ? processor.result : value;
    return { value, completed: { stats: this.stats(), result } };
  }
}

/** A task is told what its own run counted, not what the container has counted since its start. */
const withoutTotals = (stats: StatValues): StatValues =>
  Object.fromEntries(Object.entries(stats).filter(([name]) => !name.startsWith('total_')));
