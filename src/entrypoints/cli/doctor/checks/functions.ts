/** The essentials' functions: there, able to run, and told of one table and one environment. */

import { type FunctionConfiguration, GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import type { Deployment } from '../deployment.js';
import { ESSENTIALS, type Essential } from '../essentials.js';
import { type Check, examinedEach, type Finding, ok, problem } from '../finding.js';

/** The oldest Node that the bundles are made for. */
const NODE_MIN = 20;

export const functions: Check = {
  area: 'functions',
  examine: (deployment) =>
    examinedEach(
      ESSENTIALS,
      (essential) => deployment.nameOf(essential),
      (essential) => examineFunction(deployment, essential),
    ),
};

async function examineFunction(deployment: Deployment, essential: Essential): Promise<readonly Finding[]> {
  const name = deployment.nameOf(essential);
  const [found, table] = await Promise.all([deployment.functionNamed(name), deployment.configTable()]);
  if (found === undefined) {
    return [problem(name, 'there is no such function', 'deploy the stack; --prefix names another deployment')];
  }
  const wrong = [
    runtimeFinding(name, found),
    stateFinding(name, found),
    ...variableFindings(name, found, { SOSW_CONFIG_TABLE: table, SOSW_CONFIG_ENV: deployment.env }),
    await concurrencyFinding(deployment, name),
  ].filter((finding) => finding !== undefined);
  return wrong.length > 0 ? wrong : [ok(name, `${found.Runtime}, time-out ${found.Timeout} s`)];
}

function runtimeFinding(name: string, { Runtime }: FunctionConfiguration): Finding | undefined {
  const runtime: string = Runtime ?? 'an image';
  const version = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0);
  if (version >= NODE_MIN) return undefined;
  const advice = runtime.startsWith('python')
    ? 'this is the old system: docs/migrate-from-python.md has the steps of taking it over'
    : 'deploy the stack again';
  return problem(name, `runs on ${runtime}; expected nodejs${NODE_MIN}.x or newer`, advice);
}

function stateFinding(name: string, { State: state, StateReason: reason }: FunctionConfiguration): Finding | undefined {
  if (state !== 'Failed') return undefined;
  return problem(name, `can not run: ${reason ?? 'its state is Failed'}`, 'deploy the stack again');
}

/** Without a variable the functions take the documented value. */
const DEFAULTS = { SOSW_CONFIG_TABLE: 'config', SOSW_CONFIG_ENV: 'production' } as const;

function variableFindings(
  name: string,
  { Environment: environment }: FunctionConfiguration,
  expected: Readonly<Record<keyof typeof DEFAULTS, string>>,
): (Finding | undefined)[] {
  return (Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[]).map((variable) => {
    const told = environment?.Variables?.[variable] || DEFAULTS[variable];
    if (told === expected[variable]) return undefined;
    const advice =
      variable === 'SOSW_CONFIG_ENV'
        ? `ask for the documents that it reads with --env ${told}, or set the variable`
        : 'give all four functions the same table';
    return problem(name, `${variable} is ${told}; expected ${expected[variable]}`, advice);
  });
}

async function concurrencyFinding({ account }: Deployment, name: string): Promise<Finding | undefined> {
  const { ask, lambda } = account;
  const { ReservedConcurrentExecutions: reserved } = await ask('lambda:GetFunctionConcurrency', () =>
    lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name })),
  );
  if (reserved !== 0) return undefined;
  return problem(
    name,
    'may not run at all: its reserved concurrency is 0',
    `aws lambda delete-function-concurrency --function-name ${name}`,
  );
}
