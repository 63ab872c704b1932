/** Who runs a worker this time: a host that says so in the context, or Lambda. */

import { workerEnvironment } from '../../config/worker-environment.js';
import type { LambdaContext, WorkerHost } from './lambda-context.js';
import { lambdaHost } from './lambda-host.js';

/** Undefined in a plain process, such as a script that calls the handler: nobody takes reports there. */
export function hostOf(context: LambdaContext): WorkerHost | undefined {
  if (context.sosw !== undefined) return context.sosw;
  const environment = workerEnvironment();
  return environment === undefined ? undefined : lambdaHost(environment, context);
}
