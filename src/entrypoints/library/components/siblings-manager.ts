/** Other runs of one's own function: whether they are wanted, how many there are, and one more. */

import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { SoswError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { SIBLINGS_MAX } from '../next-sibling.js';
import { ownFunctionName } from '../../config/worker-environment.js';
import { type HasStats, Stats, type StatValues } from '../stats.js';
import {
  booleanArgument,
  mapArgument,
  numberArgument,
  optionsArgument,
  refusedArgument,
  textArgument,
} from '../argument.js';
import { eventOfInvocation } from '../invocation-event.js';
import { siblingEvent } from './sibling-event.js';

const CODE = 'sibling.argument';
/** An alias or a version may stand behind the name. */
const FUNCTION = {
  pattern: /^[A-Za-z0-9_$.:-]{1,170}$/,
  expected: 'the name or ARN of a Lambda function',
};
const PLAIN_NAME = { pattern: /^[A-Za-z0-9_-]{1,140}$/, expected: 'the name of a Lambda function, without its ARN' };
const MINUTES = { from: 1, to: 1440, whole: true };

/** What of the context of an invocation is needed: that of a Lambda handler has it. */
export interface SiblingContext {
  /** With the alias or version that was invoked: the sibling runs the same. */
  readonly invokedFunctionArn?: string;
  /** Set by whoever runs the worker without Lambda (`sosw run`, a unit test), and then starts its siblings. */
  readonly sosw?: { spawn?(event: JsonObject): void | Promise<void> };
}

/** What `SiblingsManager` is set up with. */
export interface SiblingsManagerOptions {
  readonly config?: {
    /** How many siblings may follow one another; default 100. */
    readonly max_siblings?: number;
    /** The event bus whose rules count; default the account's own. */
    readonly event_bus_name?: string;
  };
  /** Each is made on first use if it is not given. That of Lambda should not repeat by itself (`maxAttempts: 1`). */
  readonly clients?: {
    readonly lambda?: LambdaClient;
    readonly events?: EventBridgeClient;
    readonly cloudWatch?: CloudWatchClient;
  };
  /** The present instant in milliseconds. */
  readonly now?: () => number;
}

/** How `spawnSibling` starts a further run. */
export interface SpawnOptions {
  /** What the sibling is to go on with; default nothing. */
  readonly payload?: JsonObject;
  /** Spawns without asking whether a rule is enabled. The limit of siblings holds all the same. */
  readonly force?: boolean;
  /** The event of this invocation. `getLambdaHandler` and `worker()` tell it by themselves. */
  readonly event?: unknown;
}

/**
 * Lets an invocation that runs out of time hand the rest of its work to another one of the same function. Each sibling's event tells
 * its generation (`sosw_sibling`), which is limited: a function that always spawns comes to an end.
 *
 * The role needs `lambda:InvokeFunction` on the function itself; without `force` also `events:ListRuleNamesByTarget` and
 * `events:DescribeRule`; for the estimate `cloudwatch:GetMetricData`.
 *
 * @example
 * ```ts
 * const siblings = new SiblingsManager();
 * if (context.getRemainingTimeInMillis() < 10_000) {
 *   await siblings.spawnSibling(context, { event, payload: { cursor }, force: true });
 * }
 * ```
 */
export class SiblingsManager implements HasStats {
  readonly #stats = new Stats();
  readonly #max: number;
  readonly #bus: string | undefined;
  readonly #now: () => number;
  readonly #clients: { lambda?: LambdaClient; events?: EventBridgeClient; cloudWatch?: CloudWatchClient };

  /** @throws RefusedError `sibling.argument` for settings of another form. */
  constructor(options: SiblingsManagerOptions = {}) {
    optionsArgument(CODE, options);
    const { config = {}, clients = {}, now = Date.now } = options;
    mapArgument({ code: CODE, path: 'config' }, config);
    const max = { code: CODE, path: 'config.max_siblings' };
    this.#max = numberArgument(max, config.max_siblings ?? SIBLINGS_MAX, { from: 0, to: 1_000_000, whole: true });
    if (config.event_bus_name !== undefined) {
      this.#bus = textArgument({ code: CODE, path: 'config.event_bus_name' }, config.event_bus_name, { max: 1600 });
    }
    this.#now = now;
    this.#clients = { ...clients };
  }

  /**
   * Whether at least one enabled rule of EventBridge has this function as its target. Asked before a sibling is spawned: who
   * disables the rules of a function wants it to stop.
   *
   * @param context - The context of the invocation.
   * @returns False too where there is no rule at all.
   * @throws RefusedError `sibling.argument` for a wrong context; SoswError `sibling.rules_unavailable` when EventBridge can't be asked.
   */
  async anyEventsRulesEnabled(context: SiblingContext): Promise<boolean> {
    const invokedFunctionArn = functionIn(context);
    const { isAnyRuleEnabled } = await import('./events-rules.js');
    return isAnyRuleEnabled(await this.#events(), targetsOf(invokedFunctionArn), this.#bus);
  }

  /**
   * About how many invocations of a function ran at the same time lately: invocations × average duration in seconds / seconds
   * of the period, rounded up. One request to CloudWatch, which knows of an invocation a minute or two after its end.
   *
   * @param options - `minutesBack`: whole minutes, 1 to 1440, default 5. `name`: the function, default the one that runs.
   * @returns A whole number; 0 where CloudWatch has no data.
   * @throws RefusedError `sibling.argument` for wrong arguments; SoswError `sibling.metrics_unavailable` (retryable).
   */
  async getApproximateConcurrentExecutions(options: { minutesBack?: number; name?: string } = {}): Promise<number> {
    optionsArgument(CODE, options);
    const minutes = numberArgument({ code: CODE, path: 'minutesBack' }, options.minutesBack ?? 5, MINUTES);
    const name = textArgument({ code: CODE, path: 'name' }, options.name ?? ownFunctionName(), PLAIN_NAME);
    const { approximateConcurrency } = await import('./concurrent-executions.js');
    return approximateConcurrency(await this.#cloudWatch(), { name, minutes, nowMs: this.#now() });
  }

  /**
   * Invokes the function that runs once more, asynchronously: the same alias or version of it. A worker that runs without Lambda
   * (`sosw run`, a unit test) is started again by whoever runs it; there are no rules to ask for then.
   *
   * @param context - The context of the invocation.
   * @param options - The sibling's `payload`; `force`; the `event` of this invocation where no handler of this library noted it.
   * @returns The event that the sibling gets.
   * @throws SoswError `sibling.limit` after too many generations, `sibling.rules_disabled` without `force` where no rule is enabled,
   * `sibling.refused` (retryable) when Lambda did not take the event, `sibling.unknown` when its answer was lost: the sibling may run.
   * RefusedError `sibling.argument` for wrong arguments.
   */
  async spawnSibling(context: SiblingContext, options: SpawnOptions = {}): Promise<JsonObject> {
    const host = contextArgument(context).sosw;
    optionsArgument(CODE, options);
    const force = booleanArgument({ code: CODE, path: 'force' }, options.force ?? false);
    const next = siblingEvent(eventArgument(context, options), options.payload ?? {}, { max: this.#max });
    if (host?.spawn !== undefined) await host.spawn(next);
    else await this.#invoke(context, next, force);
    this.#stats.add('siblings_spawned');
    return next;
  }

  /** `siblings_spawned` and `siblings_refused`. */
  getStats(): StatValues {
    return this.#stats.values;
  }

  /** Adds every counter to its `total_<name>` and begins it anew. */
  resetStats(): void {
    this.#stats.reset();
  }

  async #invoke(context: SiblingContext, event: JsonObject, force: boolean): Promise<void> {
    const target = functionIn(context);
    if (!force && !(await this.anyEventsRulesEnabled(context))) {
      throw new SoswError(
        'sibling.rules_disabled',
        `no enabled rule of EventBridge has ${target} as its target; {force: true} spawns all the same`,
      );
    }
    const { invokeEvent } = await import('../../../adapters/lambda/invoke-event.js');
    const started = await invokeEvent(await this.#lambda(), target, event);
    if (started.outcome === 'accepted') return;
    this.#stats.add('siblings_refused');
    const refused = started.outcome === 'refused';
    const what = refused ? 'no sibling was started' : 'whether a sibling was started is not known';
    throw new SoswError(refused ? 'sibling.refused' : 'sibling.unknown', `${what}: ${started.reason}`, {
      retryable: refused,
    });
  }

  async #lambda(): Promise<LambdaClient> {
    const { LambdaClient } = await import('@aws-sdk/client-lambda');
    const { lambdaClientOptions } = await import('../../../adapters/lambda/lambda-client-options.js');
    this.#clients.lambda ??= new LambdaClient(lambdaClientOptions);
    return this.#clients.lambda;
  }

  async #events(): Promise<EventBridgeClient> {
    const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
    this.#clients.events ??= new EventBridgeClient({});
    return this.#clients.events;
  }

  async #cloudWatch(): Promise<CloudWatchClient> {
    const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
    this.#clients.cloudWatch ??= new CloudWatchClient({});
    return this.#clients.cloudWatch;
  }
}

function contextArgument(context: unknown): SiblingContext {
  const argument = { code: CODE, path: 'context' };
  // Not a plain map everywhere: a runtime may make its contexts of a class.
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    throw refusedArgument(argument, 'the context of the Lambda handler', context);
  }
  return context;
}

function functionIn(context: unknown): string {
  const { invokedFunctionArn } = contextArgument(context);
  return textArgument({ code: CODE, path: 'context.invokedFunctionArn' }, invokedFunctionArn, FUNCTION);
}

/** Without the event nobody knows the generation, and the guard against endless spawning would be none. */
function eventArgument(context: object, options: SpawnOptions): unknown {
  if (options.event !== undefined) return options.event;
  const noted = eventOfInvocation(context);
  if (noted !== undefined) return noted.event;
  const expected = 'the event of this invocation (getLambdaHandler() and worker() tell it by themselves)';
  throw refusedArgument({ code: CODE, path: 'event' }, expected, undefined);
}

/** Rules target a function as a whole, or one alias or version of it. */
function targetsOf(arn: string): readonly string[] {
  const whole = arn.split(':').slice(0, 7).join(':');
  return arn === whole ? [arn] : [arn, whole];
}
