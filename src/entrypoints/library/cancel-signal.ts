/** The platform's signal of a cancel, as whoever writes workers knows it. */

/**
 * `AbortSignal`, which `fetch` and the clients of the SDK take, where the types of the platform are there; without them what every signal has.
 */
export type CancelSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : { readonly aborted: boolean };
