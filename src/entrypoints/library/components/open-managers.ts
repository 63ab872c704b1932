/** The managers of a deployment, opened from its own configuration: for tools and Lambdas that work with tasks themselves. */

import type { JsonObject } from '../../../domain/task.js';
import type { Managers } from '../../composition/aws-managers.js';
import { configPlace, ownFunctionName } from '../../config/worker-environment.js';
import { mapArgument, optionsArgument, textArgument } from '../argument.js';

const CODE = 'managers.argument';

/** Which deployment, and what differs from its configuration. */
export interface OpenManagersOptions {
  /** Whose document `<name>_config` is laid over `sosw_essential_config`; default: the function that runs, else `sosw_orchestrator`. */
  readonly functionName?: string;
  /** The table of configurations; default `SOSW_CONFIG_TABLE`, else `config`. */
  readonly configTable?: string;
  /** Its hash key; default `SOSW_CONFIG_ENV`, else `production`. */
  readonly configEnv?: string;
  /** Laid over all documents, in their words: `{ task_config: { labourers: { … } } }`. */
  readonly config?: JsonObject;
}

/**
 * Opens the TaskManager, the EcologyManager and the operator's TaskOperator of a deployment on AWS, as its stored configuration says. The
 * role needs what `deploy` grants the Orchestrator; region and credentials are those of the SDK.
 *
 * @param options - Which deployment, and what differs from its configuration.
 * @returns The managers, with the labourers that their operations ask for. They keep the configuration that they were opened with.
 * @throws RefusedError `managers.argument` for options of another form; what is wrong in the stored documents, by path; SoswError
 * `store.unavailable` (retryable) when they can't be read.
 * @example
 * ```ts
 * const { tasks, labourers, close } = await openManagers();
 * const labourer = labourers.find('import_prices');
 * if (labourer !== undefined) {
 *   await tasks.createTask(labourer, { product: 'a1' });
 *   console.log(await tasks.getLengthOfQueueForLabourer(labourer));
 * }
 * close();
 * ```
 */
export async function openManagers(options: OpenManagersOptions = {}): Promise<Managers> {
  optionsArgument(CODE, options);
  const place = configPlace();
  const { functionName = ownFunctionName() ?? 'sosw_orchestrator', config = {} } = options;
  const { configTable = place.configTable, configEnv = place.configEnv } = options;
  for (const [path, value] of Object.entries({ functionName, configTable, configEnv })) {
    textArgument({ code: CODE, path }, value, { max: 255, expected: 'a text of 1 to 255 characters' });
  }
  mapArgument({ code: CODE, path: 'config' }, config);
  const { awsManagers } = await import('../../composition/aws-managers.js');
  return awsManagers({ functionName, configTable, configEnv, overrides: config });
}
