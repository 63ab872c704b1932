/** The tasks of a command that only looks, or changes single ones: this machine's, or with `--aws` those of a deployment. */

import type { OperatorStore } from '../composition/operator-store.js';
import type { EssentialConfig } from '../config/config.js';
import type { DeploymentOptions } from './aws/aws-options.js';
import type { Call, DataOptions } from './command-module.js';

export interface StoreOptions extends DataOptions, DeploymentOptions {
  readonly json?: true;
  readonly aws?: true;
}

/** Opened for the work, and closed whatever happens. What is not asked for is not loaded. */
export async function withStore<Result>(
  call: Pick<Call<StoreOptions>, 'options' | 'terminal'>,
  work: (data: OperatorStore, config: EssentialConfig) => Promise<Result>,
): Promise<Result> {
  if (call.options.aws) return (await import('./aws/with-aws-store.js')).withAwsStore(call, work);
  return (await import('./with-local-store.js')).withLocalStore(call, work);
}
