/**
 * Who may ask at all. The server listens on this machine only, but every page in the machine's browsers can reach it, and a name can be made to
 * point at it: so requests must be for its own address, from its own page, and changes must carry what only that page was given.
 */

import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { failure } from './failures.js';

export interface GuardOptions {
  /** As the server listens: `127.0.0.1`, or another address, which then needs a token. */
  readonly host: string;
  readonly port: () => number;
  /** What every request must bring; none on the loopback. */
  readonly token?: string;
  /** What the page was given, and brings back with every change. */
  readonly csrf: string;
}

/** Browsers give cookies to all ports of a host: each dashboard has one of its own. */
const tokenCookie = ({ port }: GuardOptions): string => `sosw_token_${port()}`;
const CSRF_HEADER = 'x-sosw-csrf';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);
export const isLoopback = (host: string): boolean => LOOPBACK.has(host);

/** Refuses requests under a foreign name (`host.foreign`), from a foreign page (`origin.foreign`), or without the token (`token.missing`). */
export function guarded(options: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    if (!isForOwnName(context, options)) {
      return failure(context, 403, 'host.foreign', 'this server answers under its own address only');
    }
    if (!isFromOwnPage(context))
      return failure(context, 403, 'origin.foreign', 'only the dashboard itself may ask this');
    return options.token === undefined ? next() : withToken(context, options, options.token, next);
  };
}

/** Refuses changes that the page did not ask for (`csrf.missing`). */
export function fromThePage({ csrf }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const isJson = context.req.header('content-type')?.startsWith('application/json') === true;
    if (isJson && isSame(context.req.header(CSRF_HEADER) ?? '', csrf)) return next();
    return failure(context, 403, 'csrf.missing', `a change needs JSON and the header ${CSRF_HEADER} of the page`);
  };
}

/** On the loopback a name that somebody has pointed here is refused; elsewhere the token decides. */
function isForOwnName(context: Context, { host, port }: GuardOptions): boolean {
  if (!isLoopback(host)) return true;
  const asked = context.req.header('host') ?? '';
  return [...LOOPBACK].some((name) => asked === `${name}:${port()}` || (port() === HTTP_PORT && asked === name));
}

/** Which browsers leave out of names. */
const HTTP_PORT = 80;

/** Browsers say where a request comes from; a program that says nothing is nobody's page. A proxy may have taken TLS off the request. */
function isFromOwnPage(context: Context): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = context.req.header('origin');
  const host = context.req.header('host');
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}

/** In a header, in the cookie, or once in the address: then it becomes the cookie and leaves the address. */
async function withToken(
  context: Context,
  options: GuardOptions,
  token: string,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  const asked = context.req.query('token');
  if (context.req.path === '/' && asked !== undefined && isSame(asked, token)) {
    setCookie(context, tokenCookie(options), token, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return context.redirect('/');
  }
  const bearer = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1];
  if (!isSame(bearer ?? getCookie(context, tokenCookie(options)) ?? '', token)) {
    return failure(context, 401, 'token.missing', 'open the address that the command printed: it holds the token');
  }
  await next();
  return undefined;
}

/** In a time that tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
