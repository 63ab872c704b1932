/** What is called at the end of every invocation, so that nothing stays in the memory of a container that may never run again. */

export interface EndsWithInvocation {
  /** Sends what is still held back. A rejection fails the attempt. */
  onInvocationEnd(): Promise<void>;
}

const endsWithInvocation = (client: unknown): client is EndsWithInvocation =>
  typeof (client as Partial<EndsWithInvocation> | null)?.onInvocationEnd === 'function';

/** Ends the work of those that hold any, one after the other. */
export async function endInvocation(clients: readonly unknown[]): Promise<void> {
  for (const client of clients) if (endsWithInvocation(client)) await client.onInvocationEnd();
}
