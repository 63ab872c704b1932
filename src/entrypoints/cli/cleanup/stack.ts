/** A stack and what is in it, as CloudFormation remembers them: a deleted one for 90 days. */

import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  type StackEvent,
  type StackResourceSummary,
  type StackSummary,
} from '@aws-sdk/client-cloudformation';
import { parse } from 'yaml';
import { awsErrorName } from '../../../adapters/shared/aws-errors.js';
import type { AwsAccount } from '../doctor/aws-account.js';

export interface StackResource {
  /** As CloudFormation calls it: `AWS::DynamoDB::Table`. */
  readonly type: string;
  /** A name, or what else the service knows it by. */
  readonly id: string;
  /** Stays when the stack goes. */
  readonly isKept: boolean;
  /** When the stack went without it. */
  readonly keptAt?: Date;
}

export interface Stack {
  readonly name: string;
  /** Its ARN, by which it is known after it is gone. */
  readonly id: string;
  readonly status: string;
  readonly isGone: boolean;
  /** Whoever made it wants no deletion by mistake. */
  readonly isProtected: boolean;
  readonly resources: readonly StackResource[];
}

/** Pages of any list: CloudFormation takes 500 resources a stack, and has 100 stacks on a page. */
const PAGES_MAX = 200;

/** The stack of this name, or the last one that had it; undefined where there was none in 90 days. */
export async function findStack(account: AwsAccount, name: string): Promise<Stack | undefined> {
  const { ask, formation } = account;
  const all = await pages<StackSummary>(async (NextToken) => {
    const page = await ask('cloudformation:ListStacks', () => formation.send(new ListStacksCommand({ NextToken })));
    return [page.StackSummaries, page.NextToken];
  });
  const named = all.filter(({ StackName }) => StackName === name);
  const newestFirst = named.toSorted((one, other) => Number(other.CreationTime) - Number(one.CreationTime));
  const live = newestFirst.find(({ StackStatus }) => StackStatus !== GONE);
  const found = live ?? newestFirst[0];
  if (found?.StackId === undefined) return undefined;
  const { StackId: id, StackStatus: status = '' } = found;
  const isGone = live === undefined;
  return {
    name,
    id,
    status,
    isGone,
    isProtected: !isGone && (await isProtected(account, id)),
    resources: isGone ? await formerResources(account, id) : await resourcesOf(account, id),
  };
}

const GONE = 'DELETE_COMPLETE';

async function isProtected({ ask, formation }: AwsAccount, StackName: string): Promise<boolean> {
  const { Stacks: [stack] = [] } = await describe(formation, ask, StackName);
  return stack?.EnableTerminationProtection === true;
}

const describe = (formation: CloudFormationClient, ask: AwsAccount['ask'], StackName: string) =>
  ask('cloudformation:DescribeStacks', () => formation.send(new DescribeStacksCommand({ StackName })));

/** By its ARN: the status of a deleted stack too, and why it is so. */
export async function statusOf(
  { ask, formation }: AwsAccount,
  id: string,
): Promise<{ status: string; reason: string }> {
  const { Stacks: [stack] = [] } = await describe(formation, ask, id);
  return { status: stack?.StackStatus ?? GONE, reason: stack?.StackStatusReason ?? '' };
}

async function resourcesOf({ ask, formation }: AwsAccount, StackName: string): Promise<readonly StackResource[]> {
  const [listed, { TemplateBody: template = '{}' }] = await Promise.all([
    pages<StackResourceSummary>(async (NextToken) => {
      const command = new ListStackResourcesCommand({ StackName, NextToken });
      const page = await ask('cloudformation:ListStackResources', () => formation.send(command));
      return [page.StackResourceSummaries, page.NextToken];
    }),
    ask('cloudformation:GetTemplate', () => formation.send(new GetTemplateCommand({ StackName }))),
  ]);
  const kept = keptResources(template);
  return listed.flatMap(({ ResourceType: type, PhysicalResourceId: id, LogicalResourceId: logical = '' }) =>
    type === undefined || !id ? [] : [{ type, id, isKept: kept.has(logical) }],
  );
}

/** JSON is YAML too. CloudFormation's own tags are of no interest here, and not complained about. */
function keptResources(template: string): ReadonlySet<string> {
  const parsed: { Resources?: Record<string, { DeletionPolicy?: string }> } | null = parse(template, {
    logLevel: 'silent',
  });
  const resources = Object.entries(parsed?.Resources ?? {});
  return new Set(resources.filter(([, each]) => each.DeletionPolicy?.startsWith('Retain')).map(([logical]) => logical));
}

async function formerResources({ ask, formation }: AwsAccount, id: string): Promise<readonly StackResource[]> {
  const events = await pages<StackEvent>(async (NextToken) => {
    const command = new DescribeStackEventsCommand({ StackName: id, NextToken });
    const page = await ask('cloudformation:DescribeStackEvents', () => formation.send(command));
    return [page.StackEvents, page.NextToken];
  });
  const last = new Map<string, StackResource>();
  for (const event of events) {
    const { PhysicalResourceId: resource, ResourceType: type, ResourceStatus: status, Timestamp: at } = event;
    const isEnd = status === 'DELETE_SKIPPED' || status === GONE;
    if (!resource || type === undefined || resource === id || !isEnd) continue;
    const isKept = status === 'DELETE_SKIPPED';
    // Newest first: what an earlier update did with the resource is past.
    const key = `${type} ${resource}`;
    if (!last.has(key)) last.set(key, { type, id: resource, isKept, ...(isKept && at ? { keptAt: at } : {}) });
  }
  return [...last.values()];
}

/** The live stack that a resource belongs to now. CloudFormation refuses the question for a resource of none. */
export async function ownerOf({ ask, formation }: AwsAccount, PhysicalResourceId: string): Promise<string | undefined> {
  try {
    const { StackResources: [resource] = [] } = await ask('cloudformation:DescribeStackResources', () =>
      formation.send(new DescribeStackResourcesCommand({ PhysicalResourceId })),
    );
    return resource?.StackName;
  } catch (error) {
    if (awsErrorName(error) === 'ValidationError') return undefined;
    throw error;
  }
}

async function pages<Entry>(
  ask: (token: string | undefined) => Promise<[entries: readonly Entry[] | undefined, next: string | undefined]>,
): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const [entries = [], next] = await ask(token);
    all.push(...entries);
    if (!next) break;
    token = next;
  }
  return all;
}
