/** Asks the server for facts and tells it what to do; whatever goes wrong is an ApiError with a text for people. */

import type { ErrorFacts } from '../../../application/views/facts.js';
import type { JsonObject } from '../../../domain/task.js';

/** What went wrong: `code` is the server's, or `connection` where there was no answer; `status` is 0 then. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** Rejects with ApiError; where `signal` aborts, with the browser's AbortError. */
export const ask = <Facts>(path: string, signal?: AbortSignal): Promise<Facts> =>
  answerOf(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });

/** Posts with the page's token, without which the server does nothing. Rejects with ApiError. */
export const act = <Facts>(path: string, body: JsonObject): Promise<Facts> =>
  answerOf(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', 'x-sosw-csrf': csrfToken() },
    body: JSON.stringify(body),
  });

const csrfToken = (): string => document.querySelector<HTMLMetaElement>('meta[name="sosw-csrf"]')?.content ?? '';

async function answerOf<Facts>(path: string, request: RequestInit): Promise<Facts> {
  const response = await fetch(path, { ...request, credentials: 'same-origin', cache: 'no-store' }).catch(
    (reason: unknown) => {
      if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
      throw new ApiError('connection', 'The dashboard’s server does not answer. Is it still running?', 0);
    },
  );
  const text = await response.text();
  if (!response.ok) throw errorOf(response.status, text);
  return JSON.parse(text);
}

function errorOf(status: number, text: string): ApiError {
  try {
    const { error }: ErrorFacts = JSON.parse(text);
    return new ApiError(
      error.code,
      error.path === undefined ? error.message : `${error.path}: ${error.message}`,
      status,
    );
  } catch {
    return new ApiError('answer', `The server answered ${status} without a reason.`, status);
  }
}
