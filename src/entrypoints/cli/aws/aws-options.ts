/** Options of the commands that talk to a deployment on AWS. */

import type { GlobalOptions } from '../command-module.js';

export interface RegionOptions extends GlobalOptions {
  /** Default: that of the environment or of the AWS profile. */
  readonly region?: string;
  readonly json?: true;
}

/** Options of the commands that, with `--aws`, are of a deployment. */
export interface DeploymentOptions extends TableOptions {
  readonly prefix: string;
}

/** Where the documents stand. */
export interface TableOptions extends RegionOptions {
  readonly table: string;
  readonly env: string;
}
