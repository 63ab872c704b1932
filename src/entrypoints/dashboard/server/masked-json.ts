/** JSON for the page in which no value stands under a key that promises a secret. */

/** What stands in place of the value. */
const MASK = '•••';

/** `keys` in lower case; a key that contains one of them is masked, wherever it stands. */
export function maskedJson(value: unknown, keys: readonly string[]): string {
  const isSecret = (key: string): boolean => keys.some((masked) => key.toLowerCase().includes(masked));
  return JSON.stringify(value, (key, inner: unknown) => (inner !== null && isSecret(key) ? MASK : inner));
}
