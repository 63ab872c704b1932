import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

interface Found {
  readonly source: string;
  readonly flags: string;
  /** `file:line`, each. */
  readonly places: string[];
}

/**
 * Made of text at run time. Each stands here with what it is made of: constants of the code, or words of the configuration's author, whose
 * own events they are matched with.
 */
const MADE_AT_RUN_TIME: ReadonlyMap<string, readonly string[]> = new Map([
  ['domain/queue-file-name.ts', ['-[0-9a-f]{16}$']],
  ['domain/job/periods.ts', []],
  ['entrypoints/config/custom-periods.ts', []],
  [
    'entrypoints/library/components/sns-manager.ts',
    ['^(http|https|email|email-json|sms|sqs|application|lambda|firehose)$'],
  ],
  ['entrypoints/library/helpers/blanks.ts', ['[\\t-\\r\\x1c-\\x20\\x85\\xa0]+']],
  [
    'entrypoints/library/helpers/conversion.ts',
    [
      '^[+-]?\\d+(?:_\\d+)*$',
      '^[+-]?(?:\\d+(?:_\\d+)*(?:\\.(?:\\d+(?:_\\d+)*)?)?|\\.\\d+(?:_\\d+)*)(?:e[+-]?\\d+(?:_\\d+)*)?$',
    ],
  ],
  // Formats of dates, of 100 characters at most: directives of bounded length, blanks and letters.
  ['entrypoints/library/helpers/date-pattern.ts', ['%.?|[\\t-\\r\\x20]+|.']],
]);

function regularExpressions(): { readonly found: ReadonlyMap<string, Found>; readonly made: ReadonlySet<string> } {
  const found = new Map<string, Found>();
  const made = new Set<string>();
  const add = (source: string, flags: string, place: string): void => {
    const key = `${source} ${flags}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { source, flags, places: [place] });
    else known.places.push(place);
  };
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    const tree = ts.createSourceFile(file, readFileSync(join(SOURCES, file), 'utf8'), ts.ScriptTarget.ESNext, true);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
        add(node.text.slice(1, end), node.text.slice(end + 1), `${file}:${line + 1}`);
      }
      const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
      if (isCall && node.expression.getText(tree) === 'RegExp') made.add(file.replaceAll('\\', '/'));
      node.forEachChild(visit);
    };
    visit(tree);
  }
  for (const [file, sources] of MADE_AT_RUN_TIME) for (const source of sources) add(source, 'i', file);
  return { found, made };
}

interface Verdict {
  readonly status: 'safe' | 'vulnerable' | 'unknown';
  readonly attack?: { readonly pattern: string };
}

/** The checker's build in JavaScript: its others start a program or a JVM. */
function checker(): (source: string, flags: string, options: object) => Verdict {
  process.env.RECHECK_BACKEND = 'pure';
  return (createRequire(import.meta.url)('recheck') as { checkSync: ReturnType<typeof checker> }).checkSync;
}

/** Large counts as repetition without end: what is harmless then is harmless with the count, at a hundredth of the checker's time. */
const relaxed = (source: string): string => source.replace(/\{\d*,?\d{2,}\}/g, '+');

/** What is proved in this time need not be searched for an attack. */
const PROOF = { timeout: 500 };
/** Ends by its counts, never by a clock: it finds the same on a machine that is busy. */
const SEARCH = {
  checker: 'fuzz',
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
  maxAttackStringSize: 20_000,
  attackLimit: 5e7,
  incubationLimit: 10_000,
  maxIteration: 5,
};
/** For what the search suspects: a proof that was cut short is given time. */
const LONG_PROOF = { timeout: 60_000 };

it('no regular expression of the product takes more than linear time', () => {
  const check = checker();
  const { found } = regularExpressions();
  expect(found.size).toBeGreaterThan(80);
  const offenders = [...found.values()].flatMap(({ source, flags, places }) => {
    const isProved = (options: object): boolean => check(relaxed(source), flags, options).status === 'safe';
    if (isProved(PROOF)) return [];
    const verdict = check(source, flags, SEARCH);
    return verdict.status === 'safe' || isProved(LONG_PROOF)
      ? []
      : [`${places.join(', ')}: /${source}/${flags} is ${verdict.status}: ${verdict.attack?.pattern ?? ''}`];
  });
  expect(offenders).toEqual([]);
}, 600_000);

it('every regular expression that is made at run time is known here', () => {
  expect([...regularExpressions().made].toSorted()).toEqual([...MADE_AT_RUN_TIME.keys()].toSorted());
});
