/** Contracts as data: rules by name, which run over an adapter as tests, and over a broken one to test the contract itself. */

import { afterEach, beforeEach, describe, it } from 'vitest';

/** Rules by the sentence that says them; each gets a fresh subject and throws if it breaks the rule. */
export type Rules<Subject> = Readonly<Record<string, (subject: Subject) => Promise<void>>>;

/** Rules by what they are about. */
export type Contract<Subject> = Readonly<Record<string, Rules<Subject>>>;

/** A subject for one rule, which nobody else sees. */
export type Opened<Subject> = Subject & { dispose(): Promise<void> };
export type Open<Subject> = () => Promise<Opened<Subject>>;

/** Makes a test of every rule. */
export function describeContract<Subject>(title: string, contract: Contract<Subject>, open: Open<Subject>): void {
  describe(title, () => {
    let opened: Opened<Subject>;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());

    for (const [about, rules] of Object.entries(contract)) {
      describe(about, () => {
        for (const [rule, holds] of Object.entries(rules)) it(rule, () => holds(opened));
      });
    }
  });
}

/** The rules that a subject breaks, as `<about>: <rule>`. */
export async function brokenRules<Subject>(contract: Contract<Subject>, open: Open<Subject>): Promise<string[]> {
  const broken: string[] = [];
  for (const [about, rules] of Object.entries(contract)) {
    for (const [rule, holds] of Object.entries(rules)) {
      const opened = await open();
      await holds(opened).catch(() => broken.push(`${about}: ${rule}`));
      await opened.dispose();
    }
  }
  return broken;
}
