/** The forms in which events arrive: as they are, or in the envelope of EventBridge. */

import { isJsonObject } from '../../domain/worker-event.js';

/** What the sender sent, without an envelope of EventBridge. */
export const bodyOf = (event: unknown): unknown => (isEnvelope(event) ? event.detail : event);

/** Whether nothing was asked for: the event of a rule or of a schedule that only gives the time, or `{}` by hand. */
export function isTick(event: unknown): boolean {
  const body = bodyOf(event);
  return body === '{}' || (isJsonObject(body) && Object.keys(body).length === 0);
}

const isEnvelope = (event: unknown): event is { readonly detail?: unknown } =>
  isJsonObject(event) && Object.hasOwn(event, 'detail-type');
