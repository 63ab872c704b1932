/** Where secrets come from. Their values never appear in logs or errors. */

export interface SecretSource {
  /** The secret's text; undefined when there is none of this name. */
  get(name: string): Promise<string | undefined>;
}
