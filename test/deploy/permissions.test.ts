import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { FORCED_WILDCARDS, type ForcedWildcard, TABLE_GRANTS } from '../../deploy/grants.js';
import { ESSENTIALS } from '../../deploy/names.js';
import { plainTemplate } from '../../deploy/plain-template.js';
import { aDeployment, aWorker, theTemplate } from './a-deployment.js';
import { type Allowed, allowed, rolesWithOtherPolicies } from './policies.js';

const ELSEWHERE = 'arn:aws:lambda:eu-west-1:111122223333:function:elsewhere';

const ROLES = {
  scheduler: 'SoswSchedulerRole',
  orchestrator: 'SoswOrchestratorRole',
  scavenger: 'SoswScavengerRole',
  worker_assistant: 'SoswWorkerAssistantRole',
} as const;

const heldBy = (statements: readonly Allowed[], role: string): Allowed[] =>
  statements.filter((statement) => statement.role?.startsWith(role));

const asText = ({ actions, resources }: Allowed): string => `${actions.join(' ')} on ${resources.join(' ')}`;

function explanation({ actions, resources }: Allowed): ForcedWildcard | undefined {
  return FORCED_WILDCARDS.find(
    (forced) =>
      actions.every((action) => forced.actions.includes(action)) &&
      resources.every((resource) => forced.resource.test(resource)),
  );
}

function aFullDeployment(): object {
  const { stack, sosw, template } = aDeployment();
  sosw.addExistingLabourer('elsewhere', ELSEWHERE, {
    reportTo: new Topic(stack, 'OwnTopic'),
  });
  return template().toJSON();
}

describe.each([
  ['the construct', aFullDeployment()],
  ['the plain template', plainTemplate()],
])('policies of %s', (_, template) => {
  const statements = allowed(template);

  it('allow no action by wildcard', () => {
    expect(statements.length).toBeGreaterThan(20);
    expect(statements.filter(({ actions }) => actions.some((action) => action.includes('*')))).toEqual([]);
  });

  it('name every resource, but for the wildcards that are explained', () => {
    const wild = statements.filter(({ resources }) => resources.some((resource) => resource.includes('*')));
    expect(wild.filter((statement) => explanation(statement) === undefined).map(asText)).toEqual([]);
    expect(new Set(wild.map(explanation))).toEqual(new Set(FORCED_WILDCARDS));
  });

  it('are all written here', () => {
    expect(rolesWithOtherPolicies(template)).toEqual([]);
  });

  it.each(ESSENTIALS)('give the %s the tables and actions of the table of grants, and no others', (essential) => {
    const found = heldBy(statements, ROLES[essential])
      .filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:')))
      .map(({ actions }) => actions.map((action) => action.replace('dynamodb:', '')));
    expect(found).toEqual(TABLE_GRANTS[essential].map(({ actions }) => actions));
  });
});

describe('a labourer', () => {
  function added(add: (deployment: ReturnType<typeof aDeployment>) => void): Record<string, string[]> {
    const texts = (template: object, role: string) => heldBy(allowed(template), role).map(asText);
    const before = theTemplate().toJSON();
    const deployment = aDeployment();
    add(deployment);
    const after = deployment.template().toJSON();
    return Object.fromEntries(
      [...Object.values(ROLES), 'WorkerServiceRole'].map((role) => {
        const had = texts(before, role);
        return [role, texts(after, role).filter((text) => !had.includes(text))];
      }),
    );
  }

  const OWN = [
    'lambda:InvokeFunction on arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:sosw_worker_assistant',
    'dynamodb:GetItem on arn:{AWS::Partition}:dynamodb:{AWS::Region}:{AWS::AccountId}:table/config',
  ];

  it('adds exactly its invocation to the essentials, and that of the WorkerAssistant and its configuration to itself', () => {
    const found = added(({ stack, sosw }) => sosw.addLabourer('worker', aWorker(stack, 'Worker')));
    const worker = expect.stringMatching(
      /^lambda:InvokeFunction lambda:GetFunctionConfiguration on \{Worker\w+\.Arn\}$/,
    );
    expect(found).toEqual({
      [ROLES.scheduler]: [],
      [ROLES.orchestrator]: [expect.stringMatching(/^lambda:InvokeFunction on \{Worker\w+\.Arn\}$/)],
      [ROLES.scavenger]: [expect.stringMatching(/^lambda:GetFunctionConfiguration on \{Worker\w+\.Arn\}$/)],
      [ROLES.worker_assistant]: [worker],
      WorkerServiceRole: OWN,
    });
  });

  it('may invoke itself where it is to have siblings, and only then', () => {
    const found = added(({ stack, sosw }) => sosw.addLabourer('worker', aWorker(stack, 'Worker'), { siblings: true }));
    expect(found.WorkerServiceRole).toEqual([
      expect.stringMatching(/^lambda:InvokeFunction on \{Worker\w+\.Arn\}$/),
      ...OWN,
    ]);
  });

  it('that is deployed elsewhere is granted by its ARN', () => {
    const found = added(({ sosw }) => sosw.addExistingLabourer('worker', ELSEWHERE));
    expect(found).toEqual({
      [ROLES.scheduler]: [],
      [ROLES.orchestrator]: [`lambda:InvokeFunction on ${ELSEWHERE}`],
      [ROLES.scavenger]: [`lambda:GetFunctionConfiguration on ${ELSEWHERE}`],
      [ROLES.worker_assistant]: [`lambda:InvokeFunction lambda:GetFunctionConfiguration on ${ELSEWHERE}`],
      WorkerServiceRole: [],
    });
  });

  it('may be reported to a topic or a function of its own, by those that close tasks as dead', () => {
    const toTopic = added(({ stack, sosw }) => {
      sosw.addExistingLabourer('worker', ELSEWHERE, { reportTo: new Topic(stack, 'Own') });
    });
    const toFunction = added(({ stack, sosw }) => {
      sosw.addExistingLabourer('worker', ELSEWHERE, { reportTo: aWorker(stack, 'Own') });
    });
    for (const reporter of [ROLES.orchestrator, ROLES.scavenger, ROLES.worker_assistant]) {
      expect(toTopic[reporter]).toContainEqual(expect.stringMatching(/^sns:Publish on \{Own\w+\}$/));
      expect(toFunction[reporter]).toContainEqual(expect.stringMatching(/^lambda:InvokeFunction on \{Own\w+\.Arn\}$/));
    }
    expect(toTopic[ROLES.scheduler]).toEqual([]);
    expect(toFunction[ROLES.scheduler]).toEqual([]);
  });
});
