/** What no emulator produces: a middleware on an SDK client that throttles, refuses, fails or loses answers where a test says so. */

import type { LambdaClient } from '@aws-sdk/client-lambda';

/** One sending of a command. */
export interface SentCommand {
  /** The command's class without the client's: `InvokeCommand`. */
  readonly name: string;
  readonly input: unknown;
  /** How many commands of this name the client was given up to this one, from 1: repeats of the SDK count once. */
  readonly nth: number;
}

/**
 * `throttle`: refused unread, repeatable. `refuse`: denied unread. `unavailable`: a 500 of which nobody knows what it did. `unreachable`:
 * no connection was made. `lost-answer`: the service does as it is asked, and its answer never arrives. An `error` is thrown
 * as it is, unsent; an `answer` stands for the service's own, unsent.
 */
export type Fault =
  | 'throttle'
  | 'refuse'
  | 'unavailable'
  | 'unreachable'
  | 'lost-answer'
  | { readonly error: unknown }
  | { readonly answer: object };

/** `attempt` counts the sendings of one command, from 1: the SDK repeats below the adapter. */
export type ChooseFault = (command: SentCommand, attempt: number) => Fault | undefined;

/** Puts faults into a client of any service, below the SDK's own retries; the returned function takes them out again. */
export function injectFaults(client: { readonly middlewareStack: object }, choose: ChooseFault): () => void {
  // The clients' stacks differ only in what commands they take, which nothing here looks into.
  const stack = client.middlewareStack as LambdaClient['middlewareStack'];
  const counted = new Map<string, number>();
  const sent = new WeakMap<object, { nth: number; attempts: number }>();
  const name = `injectFaults-${nextId++}`;
  stack.add(
    (next, context) => async (args) => {
      const command = context.commandName ?? '';
      const sending = sent.get(context) ?? { nth: (counted.get(command) ?? 0) + 1, attempts: 0 };
      sending.attempts++;
      counted.set(command, sending.nth);
      sent.set(context, sending);
      const fault = choose({ name: command, input: args.input, nth: sending.nth }, sending.attempts);
      if (fault === undefined) return next(args);
      if (typeof fault === 'object') {
        if ('error' in fault) throw fault.error;
        return { response: undefined, output: { $metadata: {}, ...fault.answer } };
      }
      if (fault === 'lost-answer') await next(args).catch(() => {});
      throw FAULTS[fault]();
    },
    { step: 'finalizeRequest', priority: 'low', name },
  );
  return () => void stack.remove(name);
}

let nextId = 1;

/** An error as the SDK gives it for an answer of the service. */
export const serviceError = (name: string, httpStatusCode: number, more: object = {}): Error =>
  Object.assign(new Error(`${name}: as the test wants it`), {
    name,
    $fault: httpStatusCode < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode },
    ...more,
  });

const FAULTS = {
  throttle: () => serviceError('ThrottlingException', 400, { $retryable: { throttling: true } }),
  refuse: () => serviceError('AccessDeniedException', 400),
  unavailable: () => serviceError('InternalServerError', 500),
  unreachable: () => Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
  'lost-answer': () => Object.assign(new Error('the answer did not arrive in time'), { name: 'TimeoutError' }),
} as const;
