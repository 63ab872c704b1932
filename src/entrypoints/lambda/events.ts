/** The forms in which events arrive: as they are, in the envelope of EventBridge, or as a request over HTTP. */

import type { Context } from 'aws-lambda';
import { isJsonObject } from '../../domain/worker-event.js';
import type { LambdaHandler } from './run-essential.js';

/** What the sender sent, without an envelope of EventBridge. */
export const bodyOf = (event: unknown): unknown => (isEnvelope(event) ? event.detail : event);

/** Whether nothing was asked for: the event of a rule or of a schedule that only gives the time, or `{}` by hand. */
export function isTick(event: unknown): boolean {
  const body = bodyOf(event);
  return body === '{}' || (isJsonObject(body) && Object.keys(body).length === 0);
}

/** What a function behind a function URL or an API answers. */
export interface HttpReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Errors that the sender can mend, by the name that an essential throws them under. */
const STATUSES: readonly (readonly [name: RegExp, status: number])[] = [
  [/^task\.unknown$/, 404],
  [/^(message|name)\./, 400],
];

/**
 * A handler that also answers requests over HTTP (function URL, HTTP API, REST API): the body is the event, the reply the result as
 * JSON. An error of the sender's is a reply of 4xx with its code; any other is thrown, so that Lambda counts it and the sender gets a
 * 5xx, which it repeats. Who may ask is the URL's or the API's to say: deploy it with `AWS_IAM`.
 */
export function overHttp(handler: LambdaHandler): LambdaHandler {
  return async (event: unknown, context: Context) => {
    if (!isHttpRequest(event)) return handler(event, context);
    const body = messageIn(event);
    if (body === undefined) return reply(400, { error: { code: 'message.invalid', message: 'the body is not JSON' } });
    try {
      return reply(200, await handler(body.message, context));
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: '', message: '' };
      const status = STATUSES.find(([pattern]) => pattern.test(name))?.[1];
      if (status === undefined) throw error;
      return reply(status, { error: { code: name, message } });
    }
  };
}

interface HttpRequest {
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

/** Functions' URLs and both kinds of API tell who asks and how in `requestContext`, which no worker's message has. */
const isHttpRequest = (event: unknown): event is HttpRequest =>
  isJsonObject(event) && isJsonObject(event.requestContext) && !Object.hasOwn(event, 'action');

/** In an object, since a JSON text may say null; undefined where the body is no JSON. */
function messageIn({ body, isBase64Encoded }: HttpRequest): { readonly message: unknown } | undefined {
  if (typeof body !== 'string') return undefined;
  try {
    return { message: JSON.parse(isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body) };
  } catch {
    return undefined;
  }
}

const reply = (statusCode: number, result: unknown): HttpReply => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(result ?? null),
});

const isEnvelope = (event: unknown): event is { readonly detail?: unknown } =>
  isJsonObject(event) && Object.hasOwn(event, 'detail-type');
