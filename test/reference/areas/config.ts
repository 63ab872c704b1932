/** Area 8: layers of configuration, and the documents of its sources. */

import { documentOfText } from '../../../src/adapters/shared/config-document.js';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteConfigSource } from '../../../src/adapters/sqlite/sqlite-config-source.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { isJsonObject } from '../../../src/domain/worker-event.js';
import { mergedDocuments } from '../../../src/entrypoints/config/merged-documents.js';
import { settingsByPrefix } from '../../../src/entrypoints/config/settings-by-prefix.js';
import { type AreaRunner, difference, listIn, mapIn, outcome, textIn } from '../vector.js';

export const run: AreaRunner = async (vector) => {
  const { input } = vector;
  const value = await answerTo(input);
  if (value === undefined) return `unknown operation ${JSON.stringify(input.op)}`;
  const isLayers = input.op === 'processor';
  return outcome(
    vector,
    () => ({ value }),
    (found, expected) => difference(found, expected, isLayers ? vector.compare : undefined),
  );
};

/** An absent document is an empty map to whoever merges it. */
async function answerTo(input: JsonObject): Promise<Json | undefined> {
  switch (input.op) {
    case 'processor':
      return mergedDocuments(mapIn(input, 'default'), mapIn(input, 'stored'), mapIn(input, 'custom'));
    case 'essential':
      return mergedDocuments(...['default', 'shared', 'stored', 'custom'].map((layer) => mapIn(input, layer)));
    case 'dynamo_get':
      return (await storedDocument(input)) ?? {};
    case 'dynamo_credentials':
      return settingsByPrefix(
        rowsOf(input).map((row): [string, Json] => [
          textIn(row, 'config_name'),
          documentOfText(textIn(row, 'config_value')),
        ]),
        textIn(input, 'prefix'),
      );
    case 'ssm_get':
      return typeof input.stored === 'string' ? documentOfText(input.stored) : {};
    default:
      return undefined;
  }
}

/** The document as it comes out of a table of the documented form. */
async function storedDocument(input: JsonObject): Promise<Json | undefined> {
  const database = openDatabase({ file: ':memory:' });
  try {
    for (const row of listIn(input, 'table').map(asRow)) {
      await new SqliteConfigSource(database, textIn(row, 'env')).put(
        textIn(row, 'config_name'),
        textIn(row, 'config_value'),
      );
    }
    return await new SqliteConfigSource(database, envOf(input)).get(textIn(input, 'name'));
  } finally {
    database.close();
  }
}

const rowsOf = (input: JsonObject): readonly JsonObject[] =>
  listIn(input, 'table')
    .map(asRow)
    .filter((row) => row.env === envOf(input));

const envOf = ({ env }: JsonObject): string => (typeof env === 'string' ? env : 'production');

function asRow(value: Json): JsonObject {
  if (isJsonObject(value)) return value;
  throw new TypeError('a row of the vector is no map');
}
