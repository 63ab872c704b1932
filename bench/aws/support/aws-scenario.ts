/** What every scenario on AWS' parts is given beside a folder. */

import type { Figure } from '../../support/figure.js';
import type { Scenario } from '../../support/scenario.js';
import type { Reference } from './reference.js';

type AwsBench = Parameters<Scenario>[0] & {
  /** Of a DynamoDB Local that serves the whole run. */
  readonly dynamo: string;
  /** The Python system, where it can run beside ours. */
  readonly reference: Reference | undefined;
};

/** Rejects where what was measured did not do its work. */
export type AwsScenario = (bench: AwsBench) => Promise<readonly Figure[]>;
