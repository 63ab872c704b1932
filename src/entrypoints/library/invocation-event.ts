/** Which event an invocation was started with, told by its Lambda context: for components that are given the context alone. */

const events = new WeakMap<object, unknown>();

/** Remembers an invocation's event as long as its context lives. Called by `getLambdaHandler` and `worker()` as an invocation begins. */
export function noteInvocation(context: object, event: unknown): void {
  events.set(context, event);
}

/** The event, or undefined where nobody noted the invocation. */
export const eventOfInvocation = (context: object): { readonly event: unknown } | undefined =>
  events.has(context) ? { event: events.get(context) } : undefined;
