import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkerMessage } from '../../src/domain/worker-message.js';
import { eventOfInvocation, noteInvocation } from '../../src/entrypoints/library/invocation-event.js';
import type { ReportMessage } from '../../src/entrypoints/library/worker/report-message.js';
import { worker } from '../../src/entrypoints/library/worker/worker.js';
import { fuzz, fuzzTimeout, type Outcome, outcomeOf, tellFigures } from './support/campaign.js';
import { nearlyRight, withSlips } from './support/strange.js';
import type { Json } from '../../src/domain/task.js';

/** Longest report: a result of 100,000 characters, the counters and the error. */
const REPORT_MAX = 110_000;

const workerEvent: fc.Arbitrary<Json> = fc.record(
  {
    task_id: fc.string({ minLength: 1, maxLength: 40 }),
    labourer_id: fc.constant('some_function'),
    created_at: fc.nat(),
    greenfield: fc.nat(),
    attempts: fc.nat(5),
    sosw_attempt: fc.integer({ min: 1, max: 6 }),
    sosw_deadline: fc.constantFrom(4_000_000_000, 1),
    sosw_sibling: fc.nat(120),
    shops: fc.array(fc.string()),
  },
  { requiredKeys: ['task_id'] },
) as fc.Arbitrary<Json>;

/** What a worker may give or throw: anything of the language. */
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
});

const hostile = {
  get name(): never {
    throw new Error('a getter');
  },
  toJSON(): never {
    throw new Error('no JSON');
  },
};

/** Runs a worker once; gives what it reported. */
async function reportsOf(event: unknown, run: () => unknown) {
  const messages: ReportMessage[] = [];
  const logger = { warn: () => {}, error: () => {} };
  const handler = worker({ run: async () => run(), logger });
  const context = { functionName: 'f', awsRequestId: 'r', getRemainingTimeInMillis: () => 1000 };
  const ended = await handler(event as never, {
    ...context,
    sosw: { report: (message) => void messages.push(message) },
  })
    .then(() => undefined)
    .catch((thrown: unknown) => ({ thrown }));
  return { messages, ended };
}

tellFigures();

describe('a worker', () => {
  it(
    'works any event, and reports what the WorkerAssistant takes or refuses by its key',
    async () => {
      await fuzz('worker events', nearlyRight(workerEvent), 200, async (input) => {
        const { messages, ended } = await reportsOf(withSlips(input), () => ({ done: true }));
        expect(ended).toBeUndefined();
        expect(messages.length).toBeLessThanOrEqual(1);
        return messages[0] === undefined ? ANSWERED : outcomeOf(() => readWorkerMessage(messages[0]));
      });
    },
    fuzzTimeout,
  );

  it(
    'reports whatever it gave or threw, in bounds, as JSON that the WorkerAssistant takes',
    async () => {
      const ends = fc.record({
        throws: fc.boolean(),
        value: fc.oneof(anything, fc.constant(hostile), fc.constant(Symbol('s')), fc.constant('x'.repeat(300_000))),
      });
      await fuzz('worker results', ends, 300, async ({ throws, value }) => {
        const { messages, ended } = await reportsOf({ task_id: 't', sosw_attempt: 1 }, () => {
          if (throws) throw value;
          return value;
        });
        expect(ended === undefined).toBe(!throws);
        expect(messages).toHaveLength(1);
        const text = JSON.stringify(messages[0]);
        expect(text.length).toBeLessThan(REPORT_MAX);
        return outcomeOf(() => readWorkerMessage(JSON.parse(text)));
      });
    },
    fuzzTimeout,
  );

  it(
    'remembers any event of an invocation as it is',
    async () => {
      await fuzz('invocation events', anything, 200, async (event) => {
        const context = {};
        noteInvocation(context, event);
        expect(eventOfInvocation(context)?.event).toBe(event);
        return ANSWERED;
      });
    },
    fuzzTimeout,
  );
});

const ANSWERED: Outcome<undefined> = { kind: 'answered', value: undefined };
