import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { blockModules } from '../support/docs/block-modules.js';
import { commandFault } from '../support/docs/cli-help.js';
import { docstringExamples } from '../support/docs/docstring-examples.js';
import { checkExamples } from '../support/docs/example-modules.js';
import { type Fence, fencesOf } from '../support/docs/fences.js';
import { shellCommands } from '../support/docs/shell-commands.js';
import { ModuleChecker } from '../support/docs/typed-modules.js';

// The compiler takes seconds on an idle machine, and ten times as long beside other tests.
vi.setConfig({ testTimeout: 240_000 });

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Pages that people write; those below docs/api are made from the docstrings. */
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...['docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

const fences = PAGES.flatMap((page) => fencesOf(readFileSync(join(ROOT, page), 'utf8'), page));
const tested = fences.filter(({ skippedBecause }) => skippedBecause === undefined);
const written = (...languages: string[]): Fence[] => tested.filter(({ language }) => languages.includes(language));

const checker = new ModuleChecker();

describe('code blocks of the documentation', () => {
  it('are of a language that is looked at here, or of one that says nothing to a machine', () => {
    const known = new Set([
      '',
      'ts',
      'js',
      'mjs',
      'json',
      'yaml',
      'sh',
      'bash',
      'console',
      'text',
      'mermaid',
      'python',
    ]);
    expect(
      fences.filter(({ language }) => !known.has(language)).map(({ place, language }) => [place, language]),
    ).toEqual([]);
  });

  it('in TypeScript are right under the strictest settings', () => {
    const { texts, tell } = blockModules(written('ts'));
    expect(checker.check(texts).map(tell)).toEqual([]);
  });

  it('in JavaScript can be parsed', () => {
    expect(written('js', 'mjs').flatMap(syntaxFaults)).toEqual([]);
  });

  it('in JSON and YAML can be parsed', () => {
    expect(written('json').flatMap((fence) => thrown(fence, () => JSON.parse(fence.text)))).toEqual([]);
    expect(
      written('yaml').flatMap(({ place, text }) =>
        parseAllDocuments(text).flatMap(({ errors }) => errors.map(({ message }) => `${place}: ${message}`)),
      ),
    ).toEqual([]);
  });

  it('for the shell call commands of sosw that there are, with options that they have', async () => {
    expect(await faults((words) => commandFault(words.slice(1)), 'sosw')).toEqual([]);
  });

  it('for the shell run scripts that there are', async () => {
    const scripts = new Set(Object.keys(packageJson.scripts));
    const fault = async ([, , script = '']: readonly string[]) =>
      scripts.has(script) ? undefined : `there is no script ${script}`;
    expect(await faults(fault, 'npm', 'run')).toEqual([]);
  });
});

describe('examples in the docstrings of the library', () => {
  const examples = docstringExamples(checker.program);

  it('are right under the strictest settings', () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(checkExamples(checker, examples)).toEqual([]);
  });

  it('show what they are examples of', () => {
    const elsewhere = examples.filter(({ name, code }) => !new RegExp(`\\b${name}\\b`).test(code));
    expect(elsewhere.map((example) => example.of)).toEqual([]);
  });
});

describe('the check of code blocks itself', () => {
  it('tells a wrong type, at its line', () => {
    const { texts, tell } = blockModules(
      fencesOf('# Page\n\n```ts\nconst a: number = 1;\nconst b: string = a;\n```\n', 'docs/page.md'),
    );
    expect(checker.check(texts).map(tell)).toEqual([
      "docs/page.md:5: Type 'number' is not assignable to type 'string'.",
    ]);
  });

  it('lets a block continue the one before it, and begin with lines that are not shown', () => {
    const page = [
      '<!-- test: given\ndeclare const rows: number[];\n-->\n```ts\nconst first = rows[0];\n```',
      '<!-- test: continues -->\n```ts\nexport const same = first;\n```',
      '<!-- test: skip because it is wrong -->\n\n```ts\nnothing of this\n```',
    ].join('\n\n');
    const blocks = fencesOf(page, 'docs/page.md');
    expect(blocks.map(({ skippedBecause }) => skippedBecause)).toEqual([undefined, undefined, 'it is wrong']);
    expect(checker.check(blockModules(blocks.slice(0, 2)).texts)).toEqual([]);
  });

  it('refuses a marker that means nothing', () => {
    expect(() => fencesOf('<!-- test: skipped -->\n```ts\n```\n', 'docs/page.md')).toThrow('docs/page.md:2');
  });

  it('tells an unknown command, an unknown option, and one that belongs to another command', async () => {
    const fault = (line: string) => commandFault(line.split(' '));
    expect(await fault('tasks show 1 --aws')).toBeUndefined();
    expect(await fault('taks show 1')).toBe('sosw taks is no command');
    expect(await fault('tasks shaw 1')).toBe('sosw tasks shaw is no command');
    expect(await fault('run job.json --gain')).toBe('sosw run has no option --gain');
    expect(await fault('run job.json --watch')).toBe('sosw run has no option --watch');
  });

  it('finds every command of a line', () => {
    const line = `$ A=1 npx sosw plan "my job.json" && sosw run x | head -1 # and so on\nout && put`;
    expect(shellCommands(line, 'console')).toEqual([
      ['npx', 'sosw', 'plan', 'my job.json'],
      ['sosw', 'run', 'x'],
      ['head', '-1'],
    ]);
  });
});

function syntaxFaults({ place, text }: Fence): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    fileName: 'block.js',
    compilerOptions: { allowJs: true, module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
  });
  return diagnostics.map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

function thrown({ place }: Fence, parse: () => unknown): string[] {
  try {
    parse();
    return [];
  } catch (error) {
    return [`${place}: ${error}`];
  }
}

/** What is found at the commands that begin with these words; `npx` before them is the same. */
async function faults(fault: (words: readonly string[]) => Promise<string | undefined>, ...start: string[]) {
  const found: string[] = [];
  for (const { place, text, language } of written('sh', 'bash', 'console')) {
    for (const command of shellCommands(text, language)) {
      const words = command[0] === 'npx' ? command.slice(1) : command;
      const what = start.every((word, index) => words[index] === word) ? await fault(words) : undefined;
      if (what !== undefined) found.push(`${place}: ${what}`);
    }
  }
  return found;
}
