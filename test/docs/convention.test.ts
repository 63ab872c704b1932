/** The example of the documentation convention: it does what it says, and its rendering is what TypeDoc makes of it. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, type TypeDocOptions } from 'typedoc';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { fencedBlocks, readPage } from './fenced-blocks.js';

const PAGE = 'docs/documentation-convention.md';
const TSCONFIG = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));
const RENDERED = /<!-- rendered -->\n(?<text>[\s\S]*?)<!-- end -->/;

/** What decides how a function's page looks; as for the API reference. */
const LOOKS = {
  plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
  alwaysCreateEntryPointModule: true,
  disableSources: true,
  hideGenerator: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandParameters: true,
  parametersFormat: 'table',
  sanitizeComments: true,
  pageTitleTemplates: { index: 'API', module: '{name}', member: '{name}' },
};

/** Headings go below those of the page that it stands in, and its links lead nowhere there. */
const placed = (markdown: string): string =>
  markdown
    .replaceAll(/^(#+) /gm, (_, level: string) => `${level}### `)
    .replaceAll(/\[(`\w+`)\]\([^)]*\)/g, '$1')
    .trim();

async function rendered(source: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'hello.ts'), source);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: TSCONFIG, compilerOptions: { types: [] }, include: ['hello.ts'] }),
  );
  const app = await Application.bootstrapWithPlugins({
    ...LOOKS,
    name: 'API',
    readme: 'none',
    logLevel: 'Error',
    entryPoints: [join(folder, 'hello.ts')],
    tsconfig: join(folder, 'tsconfig.json'),
    basePath: folder,
    docsRoot: folder,
    out: join(folder, 'out'),
  } as Partial<TypeDocOptions>);
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc found nothing');
  await app.generateOutputs(project);
  return placed(readFileSync(join(folder, 'out/hello/functions/hello.md'), 'utf8'));
}

describe('the example of the documentation convention', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const page = readPage(PAGE);
  const source = fencedBlocks(page).find(({ info }) => info === 'ts')?.text ?? '';

  it('says what comes out', async () => {
    const code = ts.transpile(source, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 });
    const { hello } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const [, call, outcome] = /^ \* (?:const \w+ = )?hello\((.*)\); \/\/ '(.*)'$/m.exec(source) ?? [];
    expect(call).toBe("{ name: 'Ada', age: 36 }, ['welcome back']");
    expect(hello({ name: 'Ada', age: 36 }, ['welcome back'])).toBe(outcome);
    expect(hello({ name: 'Bea', age: 17 })).toBe('Hi, Bea');
    expect(() => hello({ name: 'Cem', age: -1 })).toThrow(RangeError);
  });

  it('has lines of 120 columns at most', () => {
    expect(source.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  it('is shown as the site shows it', async () => {
    const shown = RENDERED.exec(page)?.groups?.text?.trim();
    expect(shown).toBe(await rendered(source, folder.path));
  });
});
