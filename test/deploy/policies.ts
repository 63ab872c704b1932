/** The statements of a template's policies, with their resources as text. */

import { z } from 'zod';

const TEXTS = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const STATEMENT = z.object({ Effect: z.enum(['Allow', 'Deny']), Action: TEXTS, Resource: z.unknown() });
const HOLDER = z.object({
  Type: z.string(),
  Properties: z.object({
    PolicyDocument: z.object({ Statement: z.array(STATEMENT) }).optional(),
    Roles: z.array(z.object({ Ref: z.string() })).optional(),
    ManagedPolicyArns: z.array(z.unknown()).optional(),
    Policies: z.array(z.unknown()).optional(),
  }),
});
const RESOURCES = z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.unknown().optional() }));

export interface Allowed {
  /** The resource that holds the policy. */
  readonly holder: string;
  /** The role that has it, if it is a role's. */
  readonly role: string | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What policies of roles and of resources allow. What they deny can only narrow it. */
export function allowed(template: object): Allowed[] {
  const resources = resourcesOf(template);
  return Object.entries(resources).flatMap(([holder, resource]) => {
    const { data } = HOLDER.safeParse(resource);
    const statements = data?.Properties.PolicyDocument?.Statement ?? [];
    return statements
      .filter(({ Effect }) => Effect === 'Allow')
      .map(({ Action, Resource }) => ({
        holder,
        role: data?.Properties.Roles?.[0]?.Ref,
        actions: Action,
        resources: textsOf(Resource, resources),
      }));
  });
}

/** Roles with policies that AWS or somebody else writes, or with policies inside, which `allowed` does not see. */
export const rolesWithOtherPolicies = (template: object): string[] =>
  Object.entries(resourcesOf(template))
    .filter(([, { Type, Properties }]) => {
      if (Type !== 'AWS::IAM::Role') return Type === 'AWS::IAM::ManagedPolicy';
      const { ManagedPolicyArns, Policies } = HOLDER.shape.Properties.parse(Properties);
      return ManagedPolicyArns !== undefined || Policies !== undefined;
    })
    .map(([name]) => name);

type Resources = z.infer<typeof RESOURCES>;

const resourcesOf = (template: object): Resources => z.object({ Resources: RESOURCES }).parse(template).Resources;

const JOIN = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const GET = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const REF = z.object({ Ref: z.string() });

function textsOf(value: unknown, resources: Resources): string[] {
  return Array.isArray(value) ? value.map((one) => textOf(one, resources)) : [textOf(value, resources)];
}

function textOf(value: unknown, resources: Resources): string {
  if (typeof value === 'string') return value;
  const join = JOIN.safeParse(value);
  if (join.success) {
    const [separator, parts] = join.data['Fn::Join'];
    return parts.map((part) => textOf(part, resources)).join(separator);
  }
  const get = GET.safeParse(value);
  if (get.success) return attributeOf(get.data['Fn::GetAtt'], resources);
  return `{${REF.parse(value).Ref}}`;
}

/** CloudFormation gives a log group's ARN with `:*` at its end. */
function attributeOf([name, attribute]: readonly [string, string], resources: Resources): string {
  const end = resources[name]?.Type === 'AWS::Logs::LogGroup' && attribute === 'Arn' ? ':*' : '';
  return `{${name}.${attribute}}${end}`;
}
