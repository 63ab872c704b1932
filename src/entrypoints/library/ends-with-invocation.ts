/** What is called at the end of every invocation, so that nothing stays in the memory of a container that may never run again. */

export interface EndsWithInvocation {
  /** Sends what is still held back. A rejection fails the attempt. */
  onInvocationEnd(): Promise<void>;
}

const endsWithInvocation = (client: unknown): client is EndsWithInvocation =>
  typeof (client as Partial<EndsWithInvocation> | null)?.onInvocationEnd === 'function';

/**
 * Does the work, and then lets the clients end theirs, one after the other. Where the work failed, that is what is thrown; a client that
 * could not end its own is only told to `onLost` then.
 */
export async function endingInvocation<Value>(
  clients: () => readonly unknown[],
  work: () => Promise<Value>,
  onLost: (error: unknown) => void,
): Promise<Value> {
  let value: Value;
  try {
    value = await work();
  } catch (error) {
    await endInvocation(clients()).catch(onLost);
    throw error;
  }
  await endInvocation(clients());
  return value;
}

async function endInvocation(clients: readonly unknown[]): Promise<void> {
  for (const client of clients) if (endsWithInvocation(client)) await client.onInvocationEnd();
}
