/** The API reference: one folder of Markdown an entry point of the package, made by TypeDoc from the types and their docstrings. */

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, Comment, type DeclarationReflection, ReflectionKind, type TypeDocOptions } from 'typedoc';
import { type MarkdownApplication, MarkdownPageEvent, type PluginOptions } from 'typedoc-plugin-markdown';
import { load as vitepressTheme } from 'typedoc-vitepress-theme';
import { ENTRY_POINTS } from './entry-points.js';
import { DOCS } from './outline.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const OPTIONS: Partial<TypeDocOptions> & Partial<PluginOptions> & Record<string, unknown> = {
  name: 'API',
  alwaysCreateEntryPointModule: true,
  tsconfig: join(ROOT, 'docs/.vitepress/tsconfig.api.json'),
  basePath: ROOT,
  plugin: ['typedoc-plugin-markdown', (app) => vitepressTheme(app as MarkdownApplication)],
  docsRoot: DOCS,
  readme: 'none',
  disableSources: true,
  disableGit: true,
  hideGenerator: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeProtected: false,
  excludeExternals: true,
  excludeNotDocumented: false,
  // Types are checked by `npm run types`, with all the rest.
  skipErrorChecking: true,
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
  validation: {
    notExported: true,
    invalidLink: true,
    rewrittenLink: true,
    notDocumented: true,
    unusedMergeModuleWith: true,
  },
  // Steps on the way to a type, told where that is; lists whose values the type shows.
  intentionallyNotExported: [
    'Asynchronous',
    'COMPARISONS',
    'Collection',
    'Columns',
    'ESSENTIALS',
    'EXISTENCE',
    'ElementOf',
    'FUNCTIONS',
    'Flat',
    'KEY_COMPARISONS',
    'Kind',
    'Mapped',
    'NAMES',
    'ReadKinds',
    'RowCodec',
    'TABLE_NAMES',
    'TableOption',
    'UpdatedEntry',
    'WrittenKinds',
  ],
  requiredToBeDocumented: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable', 'Enum'],
  // The Markdown.
  navigationModel: { excludeGroups: true },
  entryFileName: 'index',
  modulesFileName: 'index',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandParameters: true,
  parametersFormat: 'table',
  indexFormat: 'table',
  typeDeclarationFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  tableColumnSettings: { hideInherited: true, hideOverrides: true },
  sanitizeComments: true,
  pageTitleTemplates: {
    index: 'API',
    module: '{name}',
    // The signature below has the type parameters.
    member: ({ rawName }) => rawName.replace(/<.*/, ''),
  },
};

/** Writes `docs/api`; false, with the reasons on the terminal, where anything is missing or wrong. */
export async function writeApi(out: string = join(DOCS, 'api')): Promise<boolean> {
  const names = new Map(Object.entries(ENTRY_POINTS).map(([name, file]) => [join(ROOT, file), name]));
  const entryPoints = [...names.keys()].filter((file) => existsSync(file));
  const app = await Application.bootstrapWithPlugins({ ...OPTIONS, entryPoints, out } as Partial<TypeDocOptions>);
  leaveOutInternals(app.logger);
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    page.contents &&= withPlainAnchors(page.contents);
  });
  const modules = app.getEntryPoints() ?? [];
  // They are called as they are imported, not by their files.
  const project = app.converter.convert(
    modules.map((module) => ({ ...module, displayName: names.get(module.sourceFile.fileName) ?? module.displayName })),
  );
  for (const module of project.getChildrenByKind(ReflectionKind.Module)) describe(module);
  app.validate(project);
  rmSync(out, { recursive: true, force: true });
  await app.generateOutputs(project);
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}

/**
 * Of the types that exported ones mention, those of the engine's layers need not be exported: who puts the essentials together from
 * their ports reads the sources. Members of types without a name have no page that could lack words.
 */
const INTERNAL =
  /, defined in \S*src\/(?:application|domain|adapters)\/.* but not included|\.__type\.\S+ \(CallSignature\)/;

function leaveOutInternals(logger: Application['logger']): void {
  const tell = logger.validationWarning.bind(logger);
  logger.validationWarning = (message: string, ...place: unknown[]) => {
    if (!INTERNAL.test(message)) Reflect.apply(tell, undefined, [message, ...place]);
  };
}

/** What the file of an entry point says of itself stands at the top of its page. */
function describe(module: DeclarationReflection): void {
  const file = ENTRY_POINTS[module.name];
  const text = file === undefined ? '' : readFileSync(join(ROOT, file), 'utf8');
  const [, words = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(text) ?? [];
  module.comment ??= new Comment([{ kind: 'text', text: words.replaceAll(/^ *\* ?/gm, '').trim() }]);
}

/** Anchors in tables as the theme writes the links to them: without `_`. */
const withPlainAnchors = (markdown: string): string =>
  markdown.replaceAll(/<a id="([^"]+)">/g, (_, id: string) => `<a id="${id.replaceAll(/[_-]+/g, '-')}">`);
