/** A gate at every call of a port: where a test decides when the call is made, whether its answer arrives, or that the caller dies. */

/** One call of a port. */
export interface GatedCall {
  readonly args: readonly unknown[];
  /** Makes the call with other arguments: a part of a batch. */
  readonly withArgs: (args: readonly unknown[]) => Promise<unknown>;
}

/** Makes the call, `run`, or not; what it gives is what the caller gets. */
export type Gate = (call: string, run: () => Promise<unknown>, made: GatedCall) => Promise<unknown>;

/** The port with a gate at each method. `name` begins the call's name: `store.apply`. */
export function gated<Port extends object>(name: string, port: Port, gate: Gate): Port {
  return new Proxy(port, {
    get(target, property) {
      const method: unknown = Reflect.get(target, property);
      if (typeof method !== 'function' || typeof property !== 'string') return method;
      const withArgs = (args: readonly unknown[]) => Reflect.apply(method, target, args) as Promise<unknown>;
      return (...args: unknown[]) => gate(`${name}.${property}`, () => withArgs(args), { args, withArgs });
    },
  });
}

/** Calls go through as they are. */
export const OPEN_GATE: Gate = (_call, run) => run();
