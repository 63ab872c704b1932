/** From the stored configuration documents to what an essential is told: defaults, then the shared document, then its own. */

import { createHash } from 'node:crypto';
import { PAYLOAD_BYTES_MAX } from '../../adapters/dynamodb/item-limit.js';
import type { ConfigSource } from '../../application/ports/config-source.js';
import { canonicalText } from '../../domain/ecology/settings-map.js';
import { RefusedError } from '../../domain/errors.js';
import type { Json, JsonObject } from '../../domain/task.js';
import { seconds } from '../../domain/time.js';
import { isJsonObject } from '../../domain/worker-event.js';
import type { ConfigWarning, EssentialConfig } from './config.js';
import { DocumentError, problemOf } from './document-error.js';
import { isTooLarge, NESTING_MAX } from './document-size.js';
import { mergedDocuments } from './merged-documents.js';
import { type ConfigPlace, essentialConfig, parsedConfig, Reading } from './read-config.js';

/** The document that all essentials share. */
export const SHARED_DOCUMENT = 'sosw_essential_config';
/** The document of one function. */
export const documentOf = (functionName: string): string => `${functionName}_config`;

export interface DocumentOptions {
  /** What the code passes: laid over all documents. */
  readonly overrides?: JsonObject;
  /** The deployment's own bucket, for documents that name none. */
  readonly queueBucket?: string;
}

/**
 * A thousand rows are added in little more than a second at the default `create_rate`, and in five where one index key is all that a
 * labourer has; a batch that took two minutes has no owner any more.
 */
const ON_AWS: ConfigPlace = {
  rowsPerCheckpoint: 1000,
  leaseLife: seconds(120),
  isPaced: true,
  payloadBytes: PAYLOAD_BYTES_MAX,
};

/**
 * Reads both documents and merges them; the old system's load as they are. Neither has to exist. Throws DocumentError with everything
 * that is wrong in them together, and whatever the source rejects with.
 */
export async function loadConfigDocuments(
  source: ConfigSource,
  functionName: string,
  { overrides = {}, queueBucket }: DocumentOptions = {},
): Promise<EssentialConfig> {
  const names = [SHARED_DOCUMENT, documentOf(functionName)];
  const stored = await Promise.all(names.map(async (name) => mapOf(name, await source.get(name))));
  const value = withLabourers(mergedDocuments(...stored, overrides));
  const document = { file: names.join(' + '), value, lineOf: () => undefined };
  const settings = parsedConfig(document);
  const reading = new Reading(document);
  const { all, warnings, ...essential } = essentialConfig(settings, document, reading, { ...ON_AWS, queueBucket });
  reading.refuseProblems();
  return Object.freeze({
    ...essential,
    hash: createHash('sha256').update(canonicalText({ value, queueBucket })).digest('hex'),
    warnings: all.length === 0 ? [...warnings, NO_LABOURERS] : warnings,
  });
}

function mapOf(name: string, document: Json | undefined): JsonObject {
  if (document === undefined || document === null) return {};
  if (isTooLarge(document)) {
    const expected = `at most ${NESTING_MAX} levels of maps and lists`;
    throw new DocumentError(name, [problemOf(new RefusedError('config.nesting', { path: '', expected }), {})]);
  }
  if (isJsonObject(document)) return document;
  const found = typeof document === 'string' ? 'text that is not JSON' : document;
  const refused = new RefusedError('config.value', { path: '', expected: 'a map', found });
  throw new DocumentError(name, [problemOf(refused, {})]);
}

/** A deployment without labourers is one that nothing was registered in yet; null says the same as no key at all. */
function withLabourers(document: JsonObject): JsonObject {
  const own = document.task_config ?? {};
  return isJsonObject(own) ? { ...document, task_config: { ...own, labourers: own.labourers ?? {} } } : document;
}

const NO_LABOURERS: ConfigWarning = {
  code: 'config.no_labourers',
  path: 'task_config.labourers',
  message: `no labourer is registered in ${SHARED_DOCUMENT}, nor in the function's own document`,
};
