/** Time-outs of the labourers' functions as Lambda has them, asked at most once in ten minutes. */

import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Clock } from '../../application/ports/clock.js';
import type { FunctionSettings } from '../../application/ports/function-settings.js';
import type { Logger } from '../../application/ports/logger.js';
import type { Labourer } from '../../domain/labourer.js';
import { type Seconds, seconds } from '../../domain/time.js';
import { awsErrorName } from '../shared/aws-errors.js';
import { isFunctionName } from './function-name.js';

/** A time-out changes with a deployment. */
const AGE_MAX_MS = 600_000;
/** A refusal is asked about again sooner: a permission may have been added. */
const FAILED_AGE_MAX_MS = 60_000;

interface Known {
  /** Undefined where Lambda was never able to tell. */
  readonly timeout: Seconds | undefined;
  readonly until: number;
}

export class LambdaFunctionSettings implements FunctionSettings {
  readonly #client: LambdaClient;
  readonly #clock: Clock;
  readonly #logger: Logger | undefined;
  readonly #known = new Map<string, Known>();
  readonly #asked = new Map<string, Promise<Known>>();
  readonly #warned = new Set<string>();

  /** The client bounds its time-outs (`lambdaClientOptions`). */
  constructor({ client, clock, logger }: { client: LambdaClient; clock: Clock; logger?: Logger }) {
    this.#client = client;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** What was known before serves where Lambda can't be asked, then the labourer's `duration`. Never rejects. */
  async timeout({ arn, duration }: Labourer): Promise<Seconds> {
    const { timeout } = await this.#fresh(arn);
    return timeout ?? duration;
  }

  #fresh(arn: string): Known | Promise<Known> {
    const known = this.#known.get(arn);
    if (known !== undefined && this.#clock.monotonic() < known.until) return known;
    const running = this.#asked.get(arn);
    if (running !== undefined) return running;
    const asked = this.#ask(arn, known?.timeout).finally(() => this.#asked.delete(arn));
    this.#asked.set(arn, asked);
    return asked;
  }

  async #ask(arn: string, before: Seconds | undefined): Promise<Known> {
    const found = await this.#timeoutOf(arn);
    const age = found === undefined ? FAILED_AGE_MAX_MS : AGE_MAX_MS;
    const known = { timeout: found ?? before, until: this.#clock.monotonic() + age };
    this.#known.set(arn, known);
    return known;
  }

  async #timeoutOf(arn: string): Promise<Seconds | undefined> {
    if (!isFunctionName(arn)) return this.#unknown(arn, 'it is no name or ARN of a function');
    try {
      const { Timeout } = await this.#client.send(new GetFunctionConfigurationCommand({ FunctionName: arn }));
      return Timeout === undefined ? this.#unknown(arn, 'the answer has no time-out') : seconds(Timeout);
    } catch (error) {
      return this.#unknown(arn, awsErrorName(error));
    }
  }

  #unknown(arn: string, reason: string): undefined {
    if (this.#warned.has(arn)) return;
    this.#warned.add(arn);
    this.#logger?.warn('the time-out of a function is not known; the duration of its labourer stands for it', {
      functionName: arn,
      reason,
    });
  }
}
