/** Pieces of WHERE clauses with the values of their question marks. */

export interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

export const condition = (sql: string, ...values: readonly unknown[]): Condition => ({ sql, values });

/** All of them hold; of none it is always true. */
export const allOf = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.length === 0 ? 'TRUE' : conditions.map(({ sql }) => sql).join(' AND '),
  values: conditions.flatMap(({ values }) => values),
});

/** One of them holds; of none it is never true. */
export const oneOf = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.length === 0 ? 'FALSE' : `(${conditions.map(({ sql }) => `(${sql})`).join(' OR ')})`,
  values: conditions.flatMap(({ values }) => values),
});

/** The expression is one of these texts, however many they are: one statement for all numbers of them. */
export const isAmong = (expression: string, texts: readonly string[]): Condition =>
  condition(`${expression} IN (SELECT value FROM json_each(?))`, JSON.stringify(texts));
