/** Faults for tests and simulations: wraps any port so that calls fail before they are made, or lose their answers. */

import type { SlotLedger } from '../../application/ports/slot-ledger.js';
import type { TaskStore } from '../../application/ports/task-store.js';
import { SoswError } from '../../domain/errors.js';

/** `fail`: nothing is done, the call throws. `lose`: all is done, the caller is not told so. */
export type Fault = 'none' | 'fail' | 'lose';

export interface PortCall {
  readonly port: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Decides the fault of a call; asked once for each, in the order in which they are made. */
export type FaultPlan = (call: PortCall) => Fault;

/** What a caller gets for a lost answer, by method. Methods without an entry throw `store.unavailable` after they have done it all. */
export type LostAnswers<Port> = {
  readonly [Name in keyof Port]?: Port[Name] extends (...args: infer Args) => Promise<infer Answer>
    ? (...args: Args) => Answer
    : never;
};

/** The port with faults. `name` is how the plan knows it. */
export function faulty<Port extends object>(
  name: string,
  port: Port,
  plan: FaultPlan,
  lostAnswers: LostAnswers<Port> = {},
): Port {
  return new Proxy(port, {
    get(target, property) {
      const method: unknown = Reflect.get(target, property);
      if (typeof method !== 'function' || typeof property !== 'string') return method;
      const lostAnswer: unknown = Reflect.get(lostAnswers, property);
      return async (...args: unknown[]) => {
        const fault = plan({ port: name, method: property, args });
        if (fault === 'fail') throw unavailable(name, property, 'nothing was done');
        const answer: unknown = await Reflect.apply(method, target, args);
        if (fault === 'none') return answer;
        if (typeof lostAnswer === 'function') return Reflect.apply(lostAnswer, undefined, args);
        throw unavailable(name, property, 'its answer was lost');
      };
    },
  });
}

const unavailable = (port: string, method: string, finding: string): SoswError =>
  new SoswError('store.unavailable', `injected fault in ${port}.${method}: ${finding}`, { retryable: true });

/** A store whose lost answers are the port's `unknown`. */
export const faultyTaskStore = (store: TaskStore, plan: FaultPlan): TaskStore =>
  faulty('TaskStore', store, plan, {
    add: (tasks) => tasks.map(() => 'unknown'),
    apply: (transitions) => transitions.map(() => ({ outcome: 'unknown' })),
  });

/** A ledger whose lost answers are the port's `unknown`. */
export const faultySlotLedger = (ledger: SlotLedger, plan: FaultPlan): SlotLedger =>
  faulty('SlotLedger', ledger, plan, { compareAndSet: () => 'unknown' });
