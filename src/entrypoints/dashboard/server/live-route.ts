/** The live view: overviews and operations as server-sent events, until the reader leaves or the server stops. */

import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { failure } from './failures.js';
import { NewestOnly } from './newest-only.js';
import type { OverviewFeed } from './overview-feed.js';

export function liveRoute(feed: OverviewFeed, stopping: AbortSignal): Hono {
  return new Hono().get('/live', (context) => {
    if (feed.isFull) {
      return failure(context, 503, 'live.full', 'too many pages watch already; close one of them');
    }
    return streamSSE(context, async (stream) => {
      const events = new NewestOnly(({ event, text }) => stream.writeSSE({ event, data: text }).catch(() => {}));
      const leave = feed.watch((event) => events.offer(event));
      await new Promise<void>((resolve) => {
        const end = (): void => {
          stopping.removeEventListener('abort', end);
          resolve();
        };
        stopping.addEventListener('abort', end);
        stream.onAbort(end);
      });
      leave();
    });
  });
}
