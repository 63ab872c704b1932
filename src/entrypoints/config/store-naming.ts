/** What tables, indexes and columns are called, by the documents' keys. */

import { type NamingConfig, type StoreNames, storeNames } from '../../adapters/shared/store-names.js';
import type { ConfigSettings } from './schema.js';

/** Throws RefusedError whose path `storePath` translates. */
export function configuredNames({ task_config: own }: ConfigSettings): StoreNames {
  const { table_name, index_greenfield, field_names } = own.dynamo_db_config ?? {};
  const renamed = Object.entries(field_names ?? {}).flatMap(([column, name]) =>
    name === null ? [] : [[column, name]],
  );
  const columns: Readonly<Record<string, string>> = Object.fromEntries(renamed);
  const naming: NamingConfig = withoutNulls({
    dynamo_db_config: withoutNulls({ table_name, index_greenfield, field_names: columns }),
    sosw_closed_tasks_table: own.sosw_closed_tasks_table,
    sosw_closed_tasks_labourer_status_index: own.sosw_closed_tasks_labourer_status_index,
    sosw_retry_tasks_table: own.sosw_retry_tasks_table,
    sosw_retry_tasks_greenfield_index: own.sosw_retry_tasks_greenfield_index,
  });
  return storeNames(naming);
}

type WithoutNulls<Shape> = { readonly [Key in keyof Shape]?: NonNullable<Shape[Key]> };

const withoutNulls = <Shape extends object>(shape: Shape): WithoutNulls<Shape> =>
  Object.fromEntries(
    Object.entries(shape).filter(([, value]) => value !== undefined && value !== null),
  ) as WithoutNulls<Shape>;

const PATHS: ReadonlyMap<string, string> = new Map<keyof StoreNames, string>([
  ['tasks', 'dynamo_db_config.table_name'],
  ['tasksIndex', 'dynamo_db_config.index_greenfield'],
  ['closed', 'sosw_closed_tasks_table'],
  ['closedIndex', 'sosw_closed_tasks_labourer_status_index'],
  ['retry', 'sosw_retry_tasks_table'],
  ['retryIndex', 'sosw_retry_tasks_greenfield_index'],
]);

/** The path of the key that gave a name, of the path by which the store refuses it. */
export const storePath = (name: string): string =>
  `task_config.${PATHS.get(name) ?? `dynamo_db_config.field_names.${name}`}`;
