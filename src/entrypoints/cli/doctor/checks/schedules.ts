/** The rules that start the essentials every minute, and those that send jobs: there, on, and aimed at the right function. */

import {
  DescribeRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import { GetPolicyCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { ifFound } from '../aws-account.js';
import type { Deployment } from '../deployment.js';
import { TICKING } from '../essentials.js';
import { type Check, examined, examinedEach, type Finding, ok, problem, warning } from '../finding.js';

/** EventBridge holds 300 rules a bus, unless it is asked for more. */
const JOB_RULES_MAX = 1000;

export const schedules: Check = {
  area: 'schedules',
  async examine(deployment) {
    const [ticks, jobs] = await Promise.all([
      examinedEach(
        TICKING,
        (essential) => `${deployment.prefix}-${essential}-tick`,
        (essential) => examineTick(deployment, essential),
      ),
      examined(`${deployment.prefix}-job-*`, () => examineJobs(deployment)),
    ]);
    return [...ticks, ...jobs];
  },
};

async function examineTick(deployment: Deployment, essential: (typeof TICKING)[number]): Promise<readonly Finding[]> {
  const name = `${deployment.prefix}-${essential}-tick`;
  const { ask, events } = deployment.account;
  const rule = await ifFound(ask('events:DescribeRule', () => events.send(new DescribeRuleCommand({ Name: name }))));
  if (rule === undefined) {
    return [problem(name, `there is no such rule: nothing starts the ${essential}`, 'deploy the stack again')];
  }
  const wrong = [
    ...(isOn(rule) ? [] : [problem(name, `is off: nothing starts the ${essential}`, 'sosw ticks on')]),
    ...(await targetFindings(deployment, name, deployment.nameOf(essential))),
  ];
  return wrong.length > 0 ? wrong : [ok(name, `${rule.ScheduleExpression} → ${deployment.nameOf(essential)}`)];
}

async function examineJobs(deployment: Deployment): Promise<readonly Finding[]> {
  const rules = await jobRules(deployment);
  return examinedEach(
    rules,
    ({ Name }) => Name ?? '',
    async (rule) => {
      const { Name: name = '' } = rule;
      const wrong = [
        ...(isOn(rule)
          ? []
          : [warning(name, 'is off: its job is not scheduled', `aws events enable-rule --name ${name}`)]),
        ...(await targetFindings(deployment, name, deployment.nameOf('scheduler'))),
      ];
      return wrong.length > 0 ? wrong : [ok(name, `${rule.ScheduleExpression} → ${deployment.nameOf('scheduler')}`)];
    },
  );
}

async function jobRules({ account, prefix }: Deployment): Promise<readonly Rule[]> {
  const { ask, events } = account;
  const rules: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListRulesCommand({ NamePrefix: `${prefix}-job-`, NextToken });
    const page = await ask('events:ListRules', () => events.send(command));
    rules.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && rules.length < JOB_RULES_MAX);
  return rules;
}

const isOn = ({ State }: Pick<Rule, 'State'>): boolean => State?.startsWith('ENABLED') === true;

async function targetFindings(deployment: Deployment, rule: string, name: string): Promise<readonly Finding[]> {
  const { ask, events } = deployment.account;
  const { Targets: targets = [] } = await ask('events:ListTargetsByRule', () =>
    events.send(new ListTargetsByRuleCommand({ Rule: rule })),
  );
  const arn = deployment.arn('lambda', `function:${name}`);
  if (targets.some(({ Arn }) => Arn === arn || Arn?.startsWith(`${arn}:`)))
    return admissionFindings(deployment, rule, name);
  const found = targets.length === 0 ? 'nothing' : targets.map(({ Arn }) => Arn).join(', ');
  return [problem(rule, `starts ${found}; expected ${arn}`, 'deploy the stack again')];
}

const POLICY = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Principal: z.unknown(),
      Condition: z.unknown(),
    }),
  ),
});

/** The function's own policy must let EventBridge in: the rule's events are lost without a trace where it does not. */
async function admissionFindings(deployment: Deployment, rule: string, name: string): Promise<readonly Finding[]> {
  const { ask, lambda } = deployment.account;
  const found = await ifFound(ask('lambda:GetPolicy', () => lambda.send(new GetPolicyCommand({ FunctionName: name }))));
  const statements = found?.Policy === undefined ? [] : POLICY.parse(JSON.parse(found.Policy)).Statement;
  const arn = deployment.arn('events', `rule/${rule}`);
  const admits = statements.some(({ Effect, Principal, Condition }) => {
    const sources = JSON.stringify(Condition ?? {}).match(/arn:[^"]+/g) ?? [];
    const isMeant = sources.length === 0 || sources.some((source) => source === arn || source.includes('*'));
    return Effect === 'Allow' && JSON.stringify(Principal).includes('events.amazonaws.com') && isMeant;
  });
  if (admits) return [];
  const advice = `aws lambda add-permission --function-name ${name} --statement-id ${rule} --action lambda:InvokeFunction --principal events.amazonaws.com --source-arn ${arn}`;
  return [problem(rule, `${name} does not let it in`, advice)];
}
