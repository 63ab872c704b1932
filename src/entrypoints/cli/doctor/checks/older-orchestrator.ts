/** An Orchestrator of the old system that still runs: it counts no slots, so no cap holds beside it (docs/protocol.md, rule 12). */

import { DescribeRuleCommand, ListRuleNamesByTargetCommand } from '@aws-sdk/client-eventbridge';
import { type FunctionConfiguration, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ifFound } from '../aws-account.js';
import type { Deployment } from '../deployment.js';
import { type Check, examined, examinedEach, type Finding, ok, problem } from '../finding.js';

/** Of 50 functions each. */
const PAGES_MAX = 40;

export const olderOrchestrator: Check = {
  area: 'older orchestrator',
  examine: (deployment) =>
    examined('older orchestrator', async () => {
      const older = (await allFunctions(deployment)).filter(isOlder);
      const found = await examinedEach(
        older,
        ({ FunctionName }) => FunctionName ?? '',
        (fn) => examineOlder(deployment, fn),
      );
      return found.length > 0 ? found : [ok('older orchestrator', 'none is scheduled')];
    }),
};

/** By the name that the old system's documents give it, alone or behind a prefix. */
const isOlder = ({ FunctionName: name = '', Runtime: runtime }: FunctionConfiguration): boolean =>
  runtime?.startsWith('python') === true && /(^|[-_])sosw_orchestrator$/.test(name);

async function allFunctions({ account }: Deployment): Promise<readonly FunctionConfiguration[]> {
  const { ask, lambda } = account;
  const all: FunctionConfiguration[] = [];
  let Marker: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await ask('lambda:ListFunctions', () => lambda.send(new ListFunctionsCommand({ Marker })));
    all.push(...(answer.Functions ?? []));
    Marker = answer.NextMarker;
    if (!Marker) break;
  }
  return all;
}

async function examineOlder(deployment: Deployment, fn: FunctionConfiguration): Promise<readonly Finding[]> {
  const { ask, events } = deployment.account;
  const { FunctionName: name = '', FunctionArn: arn = '' } = fn;
  const { RuleNames: rules = [] } = await ask('events:ListRuleNamesByTarget', () =>
    events.send(new ListRuleNamesByTargetCommand({ TargetArn: arn })),
  );
  const states = await Promise.all(
    rules.map(async (rule) => ({
      rule,
      state: (await ifFound(ask('events:DescribeRule', () => events.send(new DescribeRuleCommand({ Name: rule })))))
        ?.State,
    })),
  );
  return states
    .filter(({ state }) => state?.startsWith('ENABLED'))
    .map(({ rule }) =>
      problem(
        name,
        `the old system's Orchestrator (${fn.Runtime}) is still started by ${rule}: no cap holds beside it`,
        `aws events disable-rule --name ${rule}; docs/migrate-from-python.md has all steps`,
      ),
    );
}
