/** What a world found to be against the promise. Collected, not thrown: the use cases under test catch what ports throw. */

export class Violations {
  readonly found: string[] = [];

  /** `rule` is what ought to hold; `facts` say what was found instead. */
  unless(holds: boolean, rule: string, facts: () => unknown): void {
    if (!holds) this.found.push(`${rule}: ${JSON.stringify(facts())}`);
  }

  /** Ends the test with the first of them. */
  throwAny(): void {
    if (this.found.length > 0) throw new Error(this.found.slice(0, 3).join('\n'));
  }
}
