/** Makes a processor: its configuration merged from all layers, its clients there. */

import { RefusedError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { mergedDocuments } from '../../config/merged-documents.js';
import type { LambdaContext } from './lambda-context.js';
import type { Processor } from './processor.js';

/** A class of processors. */
export interface ProcessorClass<P extends Processor<object>> {
  new (config: never): P;
  readonly DEFAULT_CONFIG: object;
  /** As `Processor.getConfig`. */
  getConfig(name: string, context: LambdaContext): Promise<JsonObject>;
}

/**
 * What `getLambdaHandler` does at a container's first invocation; for tests and scripts.
 *
 * @param processorClass - The class.
 * @param customConfig - The strongest layer of the configuration.
 * @param context - Of the invocation: it names the function, whose stored document is read.
 * @returns The processor.
 * @throws RefusedError `worker.client` when `init_clients` names a client that the class has no field for.
 * @example
 * ```ts
 * import { createProcessor, Worker } from 'sosw/worker';
 *
 * class Nothing extends Worker {}
 *
 * const nothing = await createProcessor(Nothing, { rows: 10 });
 * ```
 */
export async function createProcessor<P extends Processor<object>>(
  processorClass: ProcessorClass<P>,
  customConfig: object = {},
  context: LambdaContext = {},
): Promise<P> {
  const stored = await processorClass.getConfig(`${context.functionName ?? 'worker'}_config`, context);
  const layers = [processorClass.DEFAULT_CONFIG, stored, customConfig] as readonly JsonObject[];
  const processor = new processorClass(mergedDocuments(...layers) as never);
  processor.lambdaContext = context;
  requireClients(processor);
  return processor;
}

/** The configurations of the Python system list clients by name; one that is not there would be missed only where it is used. */
function requireClients(processor: Processor<object>): void {
  const { init_clients: names = [] } = processor.config as { readonly init_clients?: readonly string[] };
  for (const name of names) {
    const field = `${camelCase(name)}Client`;
    if (Object.hasOwn(processor, field)) continue;
    throw new RefusedError('worker.client', {
      path: 'init_clients',
      expected: `a field ${field} in the class ${processor.constructor.name}`,
      found: name,
      hint: `Declare it: readonly ${field} = new …({ config: this.config.${name}_config })`,
    });
  }
}

/** `dynamo_db` and `DynamoDb` are both `dynamoDb`. */
const camelCase = (name: string): string =>
  name
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    .replace(/(?<!_)_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
