/** The address of a tasks API: checked, and what its signature needs to know of it. */

import { RefusedError } from '../../../domain/errors.js';
import { ownRegion } from '../../config/worker-environment.js';
import { textArgument } from '../argument.js';

const CODE = 'tasks_api.argument';
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];
const FUNCTION_URL = /\.lambda-url\.([a-z0-9-]+)\.on\.aws$/;
const API_GATEWAY = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;
const REGION = { pattern: /^[a-z0-9-]{2,40}$/, expected: 'the name of an AWS region' };
const SERVICE = {
  pattern: /^[a-z0-9-]{2,40}$/,
  expected: 'the name of a service as signatures have it: lambda, execute-api',
};

export interface ServiceUrl {
  readonly url: URL;
  readonly region: string;
  /** As a signature names it: `lambda` for a function URL, `execute-api` for an API. */
  readonly service: string;
}

/**
 * Region and service are read from the host where they are not given; the region then from `AWS_REGION`. Refuses what is no URL,
 * holds a user or password, or is not https: a result must not travel in the clear, save on this machine.
 */
export function serviceUrl(given: unknown, options: { region?: unknown; service?: unknown } = {}): ServiceUrl {
  const url = parsed(textArgument({ code: CODE, path: 'url' }, given, { max: 2048, expected: 'an https URL' }));
  const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  if (!isSecure) throw refusedUrl(`an https URL (http only for ${LOOPBACK.join(', ')})`, url.protocol);
  if (url.username !== '' || url.password !== '') throw refusedUrl('a URL without user and password');
  const host = url.hostname;
  const region = options.region ?? FUNCTION_URL.exec(host)?.[1] ?? API_GATEWAY.exec(host)?.[1] ?? ownRegion();
  const service = options.service ?? (FUNCTION_URL.test(host) ? 'lambda' : 'execute-api');
  return {
    url,
    region: textArgument({ code: CODE, path: 'region' }, region, REGION),
    service: textArgument({ code: CODE, path: 'service' }, service, SERVICE),
  };
}

function parsed(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw refusedUrl('an https URL');
  }
}

/** A wrong URL is not shown whole: it may hold a password. */
const refusedUrl = (expected: string, found?: string): RefusedError =>
  new RefusedError(CODE, { path: 'url', expected, ...(found === undefined ? {} : { found }) });
