import { describe, expectTypeOf, it } from 'vitest';
import { DynamoDbClient } from '../../../../../src/entrypoints/library/components/dynamo-db/dynamo-db-client.js';
import type {
  DynamoDbConfig,
  JsonMap,
  RowOf,
} from '../../../../../src/entrypoints/library/components/dynamo-db/row-types.js';

/** Never called: what counts is what the compiler makes of it. */
const compiled = (_: () => unknown) => {};

describe('the type of a row', () => {
  const client = new DynamoDbClient({
    config: {
      table_name: 'cats',
      hash_key: 'name',
      required_fields: ['age'],
      row_mapper: { name: 'S', age: 'N', isTame: 'BOOL', toys: 'L', marks: 'M', tags: 'SS', photo: 'B' },
      dont_json_loads_results: true,
    },
  });
  type Cat = {
    name: string;
    age: number;
    isTame?: boolean | null;
    toys?: readonly unknown[] | null;
    marks?: { readonly [name: string]: unknown } | null;
    tags?: ReadonlySet<string> | null;
    photo?: Uint8Array | null;
  };

  it('comes from the config', () => {
    compiled(async () => {
      expectTypeOf(await client.getByQuery({ name: 'Tom' })).toEqualTypeOf<Cat[]>();
      expectTypeOf(await client.getByScan()).toEqualTypeOf<Cat[]>();
      expectTypeOf(await client.batchGetItemsOneTable([])).toEqualTypeOf<Cat[]>();
      for await (const page of client.getByScanGenerator()) expectTypeOf(page).toEqualTypeOf<Cat[]>();
      expectTypeOf(client.dynamoToDict({})).toEqualTypeOf<Cat>();
    });
  });

  it('has all columns where they are asked for, and is a number where rows are counted', () => {
    compiled(async () => {
      const [row] = await client.getByQuery({ name: 'Tom' }, { fetchAllFields: true });
      expectTypeOf(row?.age).toEqualTypeOf<number | undefined>();
      expectTypeOf(row?.anything).toEqualTypeOf<unknown>();
      expectTypeOf(await client.getByQuery({ name: 'Tom' }, { returnCount: true })).toEqualTypeOf<number>();
    });
  });

  it('has maps for texts that are read as JSON, and texts for numbers where the config says so', () => {
    type Mapper = {
      readonly row_mapper: { readonly id: 'S'; readonly n: 'N' };
      readonly hash_key: 'id';
      readonly required_fields: readonly ['n'];
    };
    expectTypeOf<RowOf<Mapper>>().toEqualTypeOf<{ id: string | JsonMap; n: number }>();
    expectTypeOf<RowOf<Mapper & { readonly large_numbers: 'text' }>['n']>().toEqualTypeOf<number | string>();
  });

  it('may be said instead, where the config comes from a document', () => {
    interface Row {
      id: string;
      n?: number;
    }
    compiled(async () => {
      const config = JSON.parse('{}') as DynamoDbConfig;
      const said = new DynamoDbClient<Row>({ config });
      expectTypeOf(await said.getByScan()).toEqualTypeOf<Row[]>();
      await said.put({ id: 'a' });
      // @ts-expect-error: n is a number
      await said.put({ id: 'a', n: 'many' });
      const unsaid = new DynamoDbClient({ config });
      expectTypeOf(await unsaid.getByScan()).toEqualTypeOf<{ [column: string]: unknown }[]>();
    });
  });

  it('is checked where a row is written', () => {
    compiled(async () => {
      await client.put({ name: 'Tom', age: 3n, tags: ['a'], free: 1, isTame: null });
      await client.update({ name: 'Tom' }, { attributesToUpdate: { age: '4' } });
      // @ts-expect-error: the hash key is missing
      await client.put({ age: 3 });
      // @ts-expect-error: age is a number
      await client.put({ name: 'Tom', age: true });
      // @ts-expect-error: toys is a list
      await client.patch({ name: 'Tom' }, { attributesToUpdate: { toys: 5 } });
      // @ts-expect-error: no type of DynamoDB's
      new DynamoDbClient({ config: { row_mapper: { name: 'text' } } });
    });
  });
});
