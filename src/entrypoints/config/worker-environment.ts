/** The variables that a worker's function is given: where it reports to, and where its configuration stands. */

/** Where configuration documents stand, whoever asks. */
export interface ConfigPlace {
  readonly configTable: string;
  /** The documents' hash key. */
  readonly configEnv: string;
}

/** A worker that runs as a function, or in another place that has a WorkerAssistant to report to. */
export interface WorkerEnvironment extends ConfigPlace {
  readonly functionName?: string;
  /** Name or ARN. */
  readonly workerAssistant: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The name of the function that this process runs; undefined outside of Lambda. */
export const ownFunctionName = (variables: Variables = process.env): string | undefined =>
  variables.AWS_LAMBDA_FUNCTION_NAME || undefined;

/** The log stream of this function's process; undefined outside of Lambda. */
export const ownLogStream = (variables: Variables = process.env): string | undefined =>
  variables.AWS_LAMBDA_LOG_STREAM_NAME || undefined;

/** The region that the SDK would take; undefined where the environment names none. */
export const ownRegion = (variables: Variables = process.env): string | undefined => variables.AWS_REGION || undefined;

export const configPlace = (variables: Variables = process.env): ConfigPlace => ({
  configTable: variables.SOSW_CONFIG_TABLE || 'config',
  configEnv: variables.SOSW_CONFIG_ENV || 'production',
});

/** Undefined where neither Lambda nor `SOSW_WORKER_ASSISTANT` says that there is anybody to report to: a plain process. */
export function workerEnvironment(variables: Variables = process.env): WorkerEnvironment | undefined {
  const functionName = ownFunctionName(variables);
  const workerAssistant = variables.SOSW_WORKER_ASSISTANT;
  if (functionName === undefined && !workerAssistant) return undefined;
  return {
    workerAssistant: workerAssistant || 'sosw_worker_assistant',
    ...configPlace(variables),
    ...(functionName === undefined ? {} : { functionName }),
  };
}
