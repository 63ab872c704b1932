/** What an error of the AWS SDK says, by its name, code and status: never by its message, which may change and may quote what was sent. */

/** Codes of connections that were never made. */
const NEVER_CONNECTED: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** The class of error that the service names, or the code of the connection: for logs and reasons, without anything that was sent. */
export function awsErrorName(error: unknown): string {
  const { name, code } = fieldsOf(error);
  // A failed connection is a plain Error, and only its code says what happened.
  if ((name === undefined || name === 'Error' || name === 'AggregateError') && typeof code === 'string') return code;
  return typeof name === 'string' ? name : 'unknown error';
}

/** The status of the service's answer; undefined when there was none. */
export function httpStatusOf(error: unknown): number | undefined {
  const { $metadata } = fieldsOf(error);
  const { httpStatusCode } = fieldsOf($metadata);
  return typeof httpStatusCode === 'number' ? httpStatusCode : undefined;
}

/** True where the request surely never left this machine: no connection, or nothing to sign it with. */
export function wasNeverSent(error: unknown): boolean {
  const { name, code } = fieldsOf(error);
  return NEVER_CONNECTED.includes(code) || name === 'CredentialsProviderError';
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
