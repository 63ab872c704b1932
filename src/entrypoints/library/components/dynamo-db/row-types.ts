/** What a row is made of by its `row_mapper`: the types of columns, and the types that rows read and written have in TypeScript. */

/** DynamoDB's own names of types: text, number, boolean, map, list, sets of texts, numbers and binaries, binary, null. */
export type ColumnType = 'S' | 'N' | 'BOOL' | 'M' | 'L' | 'SS' | 'NS' | 'B' | 'BS' | 'NULL';

/** The type of each column that a client knows. */
export type RowMapper = Readonly<Record<string, ColumnType>>;

/** What becomes of a stored number that a JavaScript number would change. */
export type LargeNumbers = 'refuse' | 'text' | 'number';

/** How a `DynamoDbClient` sees its table; the keys are the manual's. */
export interface DynamoDbConfig {
  /** Type of each column. Only these columns are read, unless all are asked for. */
  readonly row_mapper: RowMapper;
  /** The table of every call that names none. */
  readonly table_name?: string;
  /** Columns that a row put must have; with `strict` they must be mapped too. */
  readonly required_fields?: readonly string[];
  /** The table's hash key. `create` needs it; with it `put` and `getByQuery` see a missing key before DynamoDB does. */
  readonly hash_key?: string;
  /** Leaves text that begins with `{` and ends with `}` as text; without it such text is read as JSON where it is JSON. */
  readonly dont_json_loads_results?: boolean;
  /** AWS region of the client that is made when none is given; default: the environment's. */
  readonly region_name?: string;
  /**
   * Stored numbers have up to 38 digits, JavaScript's some 15 to 17. `refuse` (default): whole numbers that would change are an error,
   * since they tend to be ids; fractions are rounded. `text`: every number that would change comes as its decimal text. `number`:
   * all are rounded.
   */
  readonly large_numbers?: LargeNumbers;
}

/** A map read from JSON text. */
export type JsonMap = { readonly [name: string]: unknown };

interface ReadKinds<Config> {
  S: Config extends { readonly dont_json_loads_results: true } ? string : string | JsonMap;
  N: Config extends { readonly large_numbers: 'text' } ? number | string : number;
  BOOL: boolean;
  M: { readonly [name: string]: unknown };
  L: readonly unknown[];
  SS: ReadonlySet<string>;
  NS: Config extends { readonly large_numbers: 'text' } ? ReadonlySet<number | string> : ReadonlySet<number>;
  B: Uint8Array;
  BS: ReadonlySet<Uint8Array>;
  NULL: null;
}

interface WrittenKinds {
  /** Maps and lists become JSON text. */
  S: string | number | bigint | boolean | JsonMap | readonly unknown[];
  /** Text is a decimal number of up to 38 digits. */
  N: number | bigint | string;
  BOOL: boolean;
  M: { readonly [name: string]: unknown };
  L: readonly unknown[];
  SS: ReadonlySet<string> | readonly string[];
  NS: ReadonlySet<number | bigint | string> | readonly (number | bigint | string)[];
  B: Uint8Array;
  BS: ReadonlySet<Uint8Array> | readonly Uint8Array[];
  NULL: null;
}

/** The columns that every row has: the hash key and the required ones. */
type PresentColumns<Config> =
  | (Config extends { readonly hash_key: infer Hash extends string } ? Hash : never)
  | (Config extends { readonly required_fields: readonly (infer Field extends string)[] } ? Field : never);

type Columns<Mapper, Config, Kinds> = {
  -readonly [Column in keyof Mapper as Column & PresentColumns<Config>]: Kinds[Mapper[Column] & keyof Kinds];
} & { [Column in Exclude<keyof Mapper, PresentColumns<Config>>]?: Kinds[Mapper[Column] & keyof Kinds] | null };

type Flat<Type> = { [Key in keyof Type]: Type[Key] };

/**
 * The rows that a client reads. `Shape` is its config, whose `row_mapper` and flags give each column's type, or the rows' own type.
 * Columns that are neither hash key nor required may be missing or null.
 */
export type RowOf<Shape> = Shape extends { readonly row_mapper: infer Mapper }
  ? string extends keyof Mapper
    ? { [column: string]: unknown }
    : Flat<Columns<Mapper, Shape, ReadKinds<Shape>>>
  : Shape;

/** The rows with all their columns, mapped or not, each as it is stored. */
export type FullRowOf<Shape> = RowOf<Shape> & { readonly [column: string]: unknown };

/** The rows that a client writes; columns without a mapping take the type of their value. */
export type WrittenRowOf<Shape> = Shape extends { readonly row_mapper: infer Mapper }
  ? string extends keyof Mapper
    ? { readonly [column: string]: unknown }
    : Readonly<Columns<Mapper, Shape, WrittenKinds>> & { readonly [column: string]: unknown }
  : Shape;

/** A part of such a row, for what an update sets. */
export type WrittenPartOf<Shape> = Partial<WrittenRowOf<Shape>>;

/** A value of a key: DynamoDB's keys are texts, numbers or binaries. */
export type KeyValue = string | number | bigint | Uint8Array;

/** Names and values of a row's key. */
export type Keys = { readonly [column: string]: KeyValue };
