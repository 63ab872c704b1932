/** The essentials' roles: IAM itself is asked what they may do, boundaries and the organisation's rules included. */

import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import type { Deployment } from '../deployment.js';
import { ESSENTIALS, type Essential } from '../essentials.js';
import { type Check, examined, examinedEach, type Finding, ok, problem, warning } from '../finding.js';
import { type Need, neededPermissions } from '../needed-permissions.js';

export const permissions: Check = {
  area: 'permissions',
  examine: (deployment) =>
    examinedEach(
      ESSENTIALS,
      (essential) => deployment.nameOf(essential),
      (essential) => examineRole(deployment, essential),
    ),
};

async function examineRole(deployment: Deployment, essential: Essential): Promise<readonly Finding[]> {
  const name = deployment.nameOf(essential);
  const fn = await deployment.functionNamed(name);
  // That there is no function is a finding of its own.
  if (fn?.Role === undefined) return [];
  const role = fn.Role;
  const needs = await neededPermissions(deployment, essential, fn);
  const wrong = await Promise.all(
    needs.map((need) => examined(name, () => examineNeed(deployment, { name, role, need }))),
  );
  const found = [...new Map(wrong.flat().map((finding) => [JSON.stringify(finding), finding])).values()];
  const count = needs.reduce((sum, { actions }) => sum + actions.length, 0);
  return found.length > 0 ? found : [ok(name, `its role allows all ${count} actions that it needs`)];
}

async function examineNeed(
  { account }: Deployment,
  { name, role, need }: { name: string; role: string; need: Need },
): Promise<readonly Finding[]> {
  const { EvaluationResults: results = [] } = await account.ask('iam:SimulatePrincipalPolicy', () =>
    account.iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role,
        ActionNames: [...need.actions],
        ResourceArns: [need.resource],
      }),
    ),
  );
  return results
    .filter(({ EvalDecision }) => EvalDecision !== 'allowed')
    .map((result) => refusedFinding(name, role, need.resource, result));
}

function refusedFinding(name: string, role: string, resource: string, result: EvaluationResult): Finding {
  const { EvalActionName: action, EvalDecision: decision, MissingContextValues: unknown = [] } = result;
  const roleName = role.split('/').at(-1);
  if (unknown.length > 0 && decision !== 'explicitDeny') {
    const message = `may ${action} on ${resource} only under conditions that a simulation does not know: ${unknown.join(', ')}`;
    return warning(name, message, `look at the policies of the role ${roleName}`);
  }
  const how = decision === 'explicitDeny' ? 'is denied' : 'may not';
  return problem(
    name,
    `${how} ${action} on ${resource}`,
    `allow it in a policy of the role ${roleName}, or deploy the stack again`,
  );
}
