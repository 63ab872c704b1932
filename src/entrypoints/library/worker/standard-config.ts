/** A worker's configuration, checked by whatever schema library the worker uses: all that speak Standard Schema. */

import type { StandardSchemaV1 } from '@standard-schema/spec';
import { RefusedError } from '../../../domain/errors.js';

/** Throws `worker.config` with everything that is wrong in it, and never with the values themselves: they may be secrets. */
export async function checkedConfig<Schema extends StandardSchemaV1>(
  schema: Schema,
  config: unknown,
): Promise<StandardSchemaV1.InferOutput<Schema>> {
  const result = await schema['~standard'].validate(config);
  if (result.issues === undefined) return result.value;
  const problems = result.issues.map(({ message, path = [] }) => `${pathText(path)}: ${message}`);
  throw new RefusedError('worker.config', {
    path: 'config',
    expected: `what the worker's schema says (${problems.join('; ')})`,
  });
}

const pathText = (path: NonNullable<StandardSchemaV1.Issue['path']>): string =>
  path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.') || 'config';
