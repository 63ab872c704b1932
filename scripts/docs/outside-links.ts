/**
 * Links of the pages as they are written for a reader of the repository, made good for the site: one to a document of the repository's root
 * leads to its page, one to any other file outside `docs` becomes the name of that file.
 */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MarkdownRenderer } from 'vitepress';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Documents of the root, and the pages that include or replace them. */
const PAGE_OF: Readonly<Record<string, string>> = {
  'ARCHITECTURE.md': 'docs/architecture.md',
  'CHANGELOG.md': 'docs/changelog.md',
  'CONTRIBUTING.md': 'docs/contributing.md',
  'README.md': 'docs/index.md',
};

const INCLUDING = new Set(Object.values(PAGE_OF).filter((page) => page !== 'docs/index.md'));

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/** Throws at a link to a file outside the pages that is not there; VitePress looks after the others. */
export function outsideLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('outside-links', (state) => {
    const page = posix.join('docs', String(state.env.relativePath ?? 'index.md'));
    for (const token of state.tokens) {
      if (token.children) token.children = mended(token.children, page, state.Token);
    }
  });
}

function mended(tokens: readonly Token[], page: string, Token: new (type: string, tag: string, nesting: 0) => Token) {
  const result: Token[] = [];
  let outside: { file: string; label: string } | undefined;
  for (const token of tokens) {
    const href = token.type === 'link_open' ? (token.attrGet('href') ?? '') : '';
    const link = isRelative(href) ? resolved(href, page) : undefined;
    if (link?.inside !== undefined) token.attrSet('href', link.inside);
    if (link?.outside !== undefined) {
      outside = { file: link.outside, label: '' };
    } else if (outside !== undefined && token.type === 'link_close') {
      result.push(...named(outside, Token));
      outside = undefined;
    } else {
      if (outside !== undefined) outside.label += token.content;
      result.push(token);
    }
  }
  return result;
}

/** The file's name in brackets, unless the words of the link are that name. */
function named(
  { file, label }: { file: string; label: string },
  Token: new (type: string, tag: string, nesting: 0) => Token,
): Token[] {
  if (label === file) return [];
  const [before, name, after] = [
    new Token('text', '', 0),
    new Token('code_inline', 'code', 0),
    new Token('text', '', 0),
  ];
  [before.content, name.content, after.content] = [' (', file, ')'];
  return [before, name, after];
}

const isRelative = (href: string): boolean => href !== '' && !/^(?:[a-z][a-z+.-]*:|[/#])/i.test(href);

function resolved(href: string, page: string): { readonly inside?: string; readonly outside?: string } {
  const [path = '', fragment] = href.split('#', 2);
  const from = INCLUDING.has(page) ? '.' : posix.dirname(page);
  const target = posix.join(from, decodeURI(path));
  const inDocs = PAGE_OF[target] ?? pageOfFolder(target);
  if (!inDocs.startsWith('docs/')) {
    if (!existsSync(join(ROOT, target))) throw new Error(`${page} links to ${href}, which does not exist`);
    return { outside: target };
  }
  const inside = posix.relative(posix.dirname(page), inDocs);
  return { inside: `./${inside}${fragment === undefined ? '' : `#${fragment}`}` };
}

/** A folder of pages has none of its own: its first page stands for it. */
function pageOfFolder(target: string): string {
  const isFolder = statSync(join(ROOT, target), { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder || !target.startsWith('docs/')) return target;
  const [first = 'index.md'] = readdirSync(join(ROOT, target)).sort();
  return posix.join(target, first);
}
