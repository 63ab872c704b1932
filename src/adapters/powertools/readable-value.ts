/** Values of a log's context as they are written: of an error its code and its causes, and nothing else that it may carry. */

/** Causes below this depth are left out: an error may be its own cause. */
const CAUSES_MAX = 5;

/**
 * For JSON: errors of the AWS SDK carry whole items and responses, payloads among them, which must not come into a log; of any error
 * message, code and causes are written. One without a code is known by its name and its place; the names of the product's own classes
 * don't survive a bundle.
 */
export function readableValue(_key: string, value: unknown): unknown {
  return value instanceof Error ? errorFacts(value, CAUSES_MAX) : value;
}

function errorFacts(error: Error, causesLeft: number): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause instanceof Error && causesLeft > 0 ? errorFacts(error.cause, causesLeft - 1) : undefined;
  const { message } = error;
  return code === undefined ? { name: error.name, message, cause, stack: error.stack } : { code, message, cause };
}
