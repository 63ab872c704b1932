/** The tasks of a deployment, as its documents configure them. */

import { awsConfig, awsOperatorStore } from '../../composition/aws-operator.js';
import type { OperatorStore } from '../../composition/operator-store.js';
import type { EssentialConfig } from '../../config/config.js';
import type { Call } from '../command-module.js';
import { warn } from '../configured.js';
import { TerminalLogger } from '../terminal-logger.js';
import type { DeploymentOptions } from './aws-options.js';
import { onAws } from './on-aws.js';

export function withAwsStore<Result>(
  { options, terminal }: Pick<Call<DeploymentOptions>, 'options' | 'terminal'>,
  work: (data: OperatorStore, config: EssentialConfig) => Promise<Result>,
): Promise<Result> {
  const { table, env, prefix } = options;
  return onAws(options, async (region) => {
    // Its labourers and caps are those that count.
    const config = await awsConfig({ region, table, env }, `${prefix}_orchestrator`);
    for (const { message } of config.warnings) warn(terminal, message);
    const logger = new TerminalLogger(terminal, terminal.note, { isVerbose: options.verbose === true });
    const data = awsOperatorStore(config, { region, prefix, logger });
    try {
      return await work(data, config);
    } finally {
      data.close();
    }
  });
}
