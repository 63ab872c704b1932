/** The variables that a worker's function is given: where it reports to, and where its configuration stands. */

/** A worker that runs as a function, or in another place that has a WorkerAssistant to report to. */
export interface WorkerEnvironment {
  readonly functionName?: string;
  /** Name or ARN. */
  readonly workerAssistant: string;
  readonly configTable: string;
  readonly configEnv: string;
}

/** Undefined where neither Lambda nor `SOSW_WORKER_ASSISTANT` says that there is anybody to report to: a plain process. */
export function workerEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): WorkerEnvironment | undefined {
  const { AWS_LAMBDA_FUNCTION_NAME: functionName, SOSW_WORKER_ASSISTANT: workerAssistant } = variables;
  if (!functionName && !workerAssistant) return undefined;
  return {
    workerAssistant: workerAssistant || 'sosw_worker_assistant',
    configTable: variables.SOSW_CONFIG_TABLE || 'config',
    configEnv: variables.SOSW_CONFIG_ENV || 'production',
    ...(functionName ? { functionName } : {}),
  };
}
