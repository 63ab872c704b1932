/** The dashboard's server as one function of requests: guards first, then the page's files, questions and changes. */

import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from '../../../application/ports/logger.js';
import type { World } from '../world.js';
import { actionRoutes } from './action-routes.js';
import { failure, failureOf } from './failures.js';
import { type GuardOptions, fromThePage, guarded } from './guards.js';
import { liveRoute } from './live-route.js';
import { OverviewFeed } from './overview-feed.js';
import { type PageFiles, pageRoutes } from './page-routes.js';
import { readRoutes } from './read-routes.js';

export interface DashboardAppParts {
  readonly world: World;
  readonly guard: GuardOptions;
  readonly files: PageFiles;
  readonly logger: Logger;
  /** Ends operations and live views. */
  readonly stopping: AbortSignal;
}

/** Of a change: a thousand ids of tasks fit. */
const BODY_MAX = 512 * 1024;

const tooLarge = (context: Context): Response =>
  failure(context, 413, 'request.large', `a change is at most ${BODY_MAX} bytes; a filter names any number of tasks`);

/** Nothing but the page's own files, no inline script or style, never in another page's frame. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  connectSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

export function dashboardApp({ world, guard, files, logger, stopping }: DashboardAppParts): Hono {
  const feed = new OverviewFeed(world, logger);
  const app = new Hono();
  app.use(
    secureHeaders({ contentSecurityPolicy: POLICY, strictTransportSecurity: false, referrerPolicy: 'no-referrer' }),
  );
  app.use(guarded(guard));
  app.use(compress());
  app.use('/api/*', async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.route('/api', liveRoute(feed, stopping));
  app.route('/api', readRoutes(world, feed));
  app.use('/api/actions/*', bodyLimit({ maxSize: BODY_MAX, onError: tooLarge }), fromThePage(guard));
  app.route('/api/actions', actionRoutes(world, feed, { stopping, logger }));
  app.route('/', pageRoutes(files, guard.csrf));
  app.notFound((context) => failure(context, 404, 'page.unknown', 'there is nothing here'));
  app.onError((error, context) => failureOf(error, context, logger));
  return app;
}
