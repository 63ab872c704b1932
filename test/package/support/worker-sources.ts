/** Files of a project that uses the package, as its users would write them. */

/** A worker without a configuration, and a test of it. */
export const PLAIN_WORKER = `
import { runWorker, type WorkerRun } from 'sosw/testing';
import { worker } from 'sosw/worker';

export const handler = worker({
  run: async (event: { readonly names: readonly string[] }, { remaining }) => ({ late: remaining < event.names.length }),
});
export const run: Promise<WorkerRun> = runWorker(handler, { names: ['Ada'] });
`;

/** A worker whose configuration has a schema. */
export const WORKER = `
import { worker } from 'sosw/worker';
import * as z from 'zod/mini';

export const handler = worker({
  config: z.object({ greeting: z._default(z.string(), 'Hello') }),
  async run(event: { readonly names: readonly string[] }, { config, stats }) {
    const greeting: string = config.greeting;
    stats.add('greeted', event.names.length);
    return { count: event.names.length, lines: event.names.map((name) => \`\${greeting}, \${name}!\`) };
  },
});
`;

/** The same as CommonJS without a compiler. */
export const REQUIRING_WORKER = `
const { worker } = require('sosw/worker');
const z = require('zod/mini');

exports.handler = worker({
  config: z.object({ greeting: z._default(z.string(), 'Hello') }),
  async run(event, { config, stats }) {
    stats.add('greeted', event.names.length);
    return { count: event.names.length, lines: event.names.map((name) => \`\${config.greeting}, \${name}!\`) };
  },
});
`;

/** Every face, typed; and what must not compile. */
export const TYPED = `
import * as sosw from 'sosw';
import * as components from 'sosw/components';
import * as helpers from 'sosw/helpers';
import { runWorker, type WorkerRun } from 'sosw/testing';
import { worker, type WorkerHandler } from 'sosw/worker';
import * as z from 'zod/mini';

export const faces = [sosw, components, helpers];

const typed: WorkerHandler<{ readonly n: number }> = worker({
  config: z.object({ limit: z.number() }),
  run: (event: { readonly n: number }, context) => ({ over: event.n > context.config.limit }),
});
export const run: Promise<WorkerRun> = runWorker(typed, { n: 1 }, { config: { limit: 2 } });

// @ts-expect-error The schema makes it a number.
worker({ config: z.object({ limit: z.number() }), run: (_, { config }) => config.limit.length });
// @ts-expect-error The event of this worker has a number.
runWorker(typed, { n: '1' });
`;

/** The construct, in an app that is CommonJS. */
export const REQUIRING_APP = `
const { App, Stack } = require('aws-cdk-lib');
const { Sosw } = require('sosw/cdk');

const app = new App();
new Sosw(new Stack(app, 'Requiring'), 'Sosw');
const [stack] = app.synth().stacks;
const functions = Object.values(stack.template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
const names = functions.map(({ Properties }) => Properties.FunctionName);
console.log(JSON.stringify(names.sort()));
`;
