import { describe, expect, it } from 'vitest';
import * as helpers from '../../src/entrypoints/library/helpers.js';
import { readPage } from './fenced-blocks.js';

const PAGE = readPage('docs/helpers.md');

interface Example {
  readonly section: string;
  readonly call: string;
  /** What it gives, as an expression; or the code that it throws. */
  readonly gives: string;
  readonly isThrown: boolean;
}

/** `| \`call\` | \`value\` |`, or `| \`call\` | throws \`code\` |`, below the head `| call | gives |`. Throws for a row of another form. */
function examplesOf(page: string): Example[] {
  const examples: Example[] = [];
  let section = '';
  let isTable = false;
  for (const line of page.split('\n')) {
    section = /^#+ (?<title>.+)$/.exec(line)?.groups?.title ?? section;
    isTable = line === '| call | gives |' || (isTable && line.startsWith('|'));
    if (!isTable || /^\| (?:call|---) \|/.test(line)) continue;
    const { call, thrown, gives } =
      /^\| `(?<call>[^`]+)` \| (?<thrown>throws )?`(?<gives>[^`]+)` \|$/.exec(line)?.groups ?? {};
    if (call === undefined || gives === undefined) throw new Error(`no example: ${line}`);
    examples.push({ section, call, gives, isThrown: thrown !== undefined });
  }
  return examples;
}

/** The page is ours: its expressions are run as they stand. */
const outcomeOf = (expression: string): unknown =>
  new Function(...Object.keys(helpers), `return (${expression});`)(...Object.values(helpers));

const codeOf = (expression: string): unknown => {
  try {
    return { given: outcomeOf(expression) };
  } catch (error) {
    return error instanceof helpers.RefusedError ? error.code : error;
  }
};

describe('docs/helpers.md', () => {
  const examples = examplesOf(PAGE);

  it.each(examples.map((example) => [example.call, example] as const))('%s', (call, { gives, isThrown }) => {
    if (isThrown) expect(codeOf(call)).toBe(gives);
    else expect(outcomeOf(call)).toStrictEqual(outcomeOf(gives));
  });

  it('shows each helper under its own name', () => {
    const functions = Object.keys(helpers).filter((name) => name !== 'RefusedError');
    const shown = examples.filter(({ section, call }) => call.startsWith(`${section}(`)).map(({ section }) => section);
    expect([...new Set(shown)].sort()).toEqual(functions.sort());
    expect([...new Set(examples.map(({ section }) => section))].sort()).toEqual(functions.sort());
  });

  it('names the code of every refusal that it shows', () => {
    const [, errors = ''] = PAGE.split('## Errors');
    const thrown = new Set(examples.filter(({ isThrown }) => isThrown).map(({ gives }) => gives));
    expect([...thrown].filter((code) => !errors.includes(`\`${code}\``))).toEqual([]);
  });
});

describe('the check of examples itself', () => {
  it('tells a wrong value and a wrong code, and refuses a row that it cannot read', () => {
    expect(outcomeOf('chunks([1, 2], 1)')).not.toStrictEqual(outcomeOf('[[1, 2]]'));
    expect(codeOf('chunks([1], 1)')).toEqual({ given: [[1]] });
    expect(() => examplesOf('| call | gives |\n| --- | --- |\n| `chunks([], 1)` | [] |')).toThrow('no example');
  });
});
