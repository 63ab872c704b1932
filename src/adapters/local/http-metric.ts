/** Metrics that an endpoint answers: `{source: 'http', url, json_path?: 'a.b.0', timeout?: seconds}`. */

import { z } from 'zod';
import type { SettingsMap } from '../../domain/ecology/settings-map.js';
import { metricNumber } from './metric-number.js';
import { metricSettings, sampleTimeout } from './metric-settings.js';

const Settings = z.looseObject({
  url: z.string().refine(isFetchable, 'expected an http or https address without a user name'),
  /** Keys and indices to the number, joined by dots; without it the body is the number. */
  json_path: z.string().min(1).optional(),
  timeout: sampleTimeout,
});

function isFetchable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username } = new URL(url);
  return ['http:', 'https:'].includes(protocol) && username === '';
}

/** Room for a page of statistics, too little to fill the memory of a small function. */
const BODY_BYTES_MAX = 256 * 1024;

/** The number in the answer to a GET; undefined for an empty body. */
export async function sampleEndpoint(fields: SettingsMap): Promise<number | undefined> {
  const { url, json_path: path, timeout } = metricSettings(Settings, fields);
  const { host } = new URL(url);
  const body = await bodyOf(url, timeout).catch((error: unknown) => {
    throw new Error(`${host}: ${failureOf(error, timeout)}`);
  });
  return path === undefined || body.trim() === '' ? metricNumber(body) : numberAt(body, path);
}

async function bodyOf(url: string, timeout: number): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeout * 1000) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new HttpMetricError(`HTTP ${response.status}`);
  }
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > BODY_BYTES_MAX) throw new HttpMetricError(`a body of more than ${BODY_BYTES_MAX} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A failure whose message names no secret: the URL's path and query, and what the server says, may be some. */
class HttpMetricError extends Error {}

function failureOf(error: unknown, timeout: number): string {
  if (error instanceof HttpMetricError) return error.message;
  if (error instanceof DOMException && error.name === 'TimeoutError') return `no answer within ${timeout} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
  return `no connection${code}`;
}

function numberAt(body: string, path: string): number | undefined {
  const value = path.split('.').reduce<unknown>(memberOf, parsed(body));
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') return metricNumber(value);
  throw new Error(`no number at ${path}`);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error('the body is not JSON');
  }
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
