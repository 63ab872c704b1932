/** Starts workers that are Lambda functions. */

import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { InvokeOutcome, Invoker } from '../../application/ports/invoker.js';
import type { Labourer } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';
import { invokeEvent } from './invoke-event.js';

export class LambdaInvoker implements Invoker {
  readonly #client: LambdaClient;

  /** The client is made with `lambdaClientOptions`. */
  constructor({ client }: { client: LambdaClient }) {
    this.#client = client;
  }

  invoke(labourer: Labourer, event: JsonObject): Promise<InvokeOutcome> {
    return invokeEvent(this.#client, labourer.arn, event);
  }
}
