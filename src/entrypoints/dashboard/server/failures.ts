/** What went wrong, as the page is told: a code, a sentence, and the status that fits. */

import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from '../../../application/ports/logger.js';
import type { ErrorFacts } from '../../../application/views/facts.js';
import { RefusedError, SoswError } from '../../../domain/errors.js';

export function failure(context: Context, status: ContentfulStatusCode, code: string, message: string): Response {
  return context.json<ErrorFacts>({ error: { code, message } }, status);
}

/** Typed errors keep their words; what nobody expected is logged, and only said to have happened. */
export function failureOf(error: unknown, context: Context, logger: Logger): Response {
  if (!(error instanceof SoswError)) {
    logger.error('the dashboard could not answer', { path: context.req.path, error });
    return failure(context, 500, 'unexpected', 'something unexpected happened; the log of the command says what');
  }
  const path = error instanceof RefusedError ? { path: error.path } : {};
  return context.json<ErrorFacts>({ error: { code: error.code, message: error.message, ...path } }, statusOf(error));
}

function statusOf(error: SoswError): ContentfulStatusCode {
  if (error.code.endsWith('.unknown')) return 404;
  if (error instanceof RefusedError) return 400;
  if (error.code.startsWith('store.')) return 503;
  return error.retryable ? 409 : 500;
}
