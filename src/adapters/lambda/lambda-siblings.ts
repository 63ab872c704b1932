/** Another run of oneself: an asynchronous invocation of one's own function. */

import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Siblings } from '../../application/ports/siblings.js';
import { SoswError } from '../../domain/errors.js';
import type { JsonObject } from '../../domain/task.js';
import { invokeEvent } from './invoke-event.js';

export class LambdaSiblings implements Siblings {
  readonly #client: LambdaClient;
  readonly #functionName: string;

  /** The client is made with `lambdaClientOptions`; `functionName` is one's own, as the platform tells it. */
  constructor({ client, functionName }: { client: LambdaClient; functionName: string }) {
    this.#client = client;
    this.#functionName = functionName;
  }

  /** Rejects (`sibling.refused`, retryable) unless the run is certain: a second one of the same file does nothing. */
  async spawn(essential: 'scheduler', event: JsonObject): Promise<void> {
    const started = await invokeEvent(this.#client, this.#functionName, event);
    if (started.outcome === 'accepted') return;
    throw new SoswError('sibling.refused', `no further ${essential} was started: ${started.reason}`, {
      retryable: true,
    });
  }
}
