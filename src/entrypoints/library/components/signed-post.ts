/** One POST of a JSON text, signed as AWS wants it, its answer read up to a bound. */

import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ServiceUrl } from './service-url.js';

/** Keys of an AWS identity, or what gives them. */
export type AwsCredentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

export interface PostAnswer {
  readonly status: number;
  /** Undefined where the answer was longer than the bound. */
  readonly text: string | undefined;
}

/** A tasks API answers with a line; what is longer is another service's page. */
const ANSWER_BYTES_MAX = 65_536;

/** Rejects with fetch's error where no answer came, with the signal's reason when it aborts. Redirects are answers: a signature is for one host. */
export async function signedPost(
  { url, region, service }: ServiceUrl,
  body: string,
  { credentials, signal }: { credentials: AwsCredentials; signal: AbortSignal },
): Promise<PostAnswer> {
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: queryOf(url),
    headers: { host: url.host, 'content-type': 'application/json' },
    body,
  });
  // fetch writes the host itself, from the same URL.
  const { host: _, ...sent } = headers;
  const answer = await fetch(url, { method: 'POST', headers: sent, body, signal, redirect: 'manual' });
  return { status: answer.status, text: await boundedText(answer) };
}

function queryOf(url: URL): Record<string, string | string[]> {
  const names = new Set(url.searchParams.keys());
  return Object.fromEntries([...names].map((name) => [name, url.searchParams.getAll(name)]));
}

async function boundedText(answer: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop closes the connection.
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > ANSWER_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
