/** Where the pages of a built site lead. They are machine-made: attributes always stand in double quotes. */

import { posix } from 'node:path';
import { BASE, type BuiltPage } from './built-site.js';

/** Each link of a page that leads to none of the site's files, or to nothing in one, as `cli.html -> nothing.html` or `cli.html -> faq.html#nothing`. */
export function brokenLinks(pages: readonly BuiltPage[], files: ReadonlySet<string>): string[] {
  const anchors = new Map(pages.map(({ path, html }) => [path, new Set(attributes(html, 'id'))]));
  return pages.flatMap(({ path, html }) => {
    const broken = [...new Set([...attributes(html, 'href'), ...attributes(html, 'src')])].filter((link) => {
      const target = insideTarget(link, path);
      if (target === undefined) return false;
      if (!files.has(target.file)) return true;
      return target.fragment !== '' && anchors.get(target.file)?.has(target.fragment) !== true;
    });
    return broken.map((link) => `${path} -> ${link}`);
  });
}

/** Pages that a page's sidebar leads to. */
export function sidebarTargets({ html, path }: BuiltPage): string[] {
  const sidebar = /<aside class="VPSidebar[\s\S]*?<\/aside>/.exec(html)?.[0] ?? '';
  return attributes(sidebar, 'href').flatMap((link) => insideTarget(link, path)?.file ?? []);
}

/** What a page loads from elsewhere: scripts, styles, pictures, fonts. A link that a reader may follow is none. */
export function foreignResources({ html }: BuiltPage): string[] {
  const loading = [...html.matchAll(/<(?:script|link|img|iframe|source|video)\b[^>]*>/g)].map(([tag]) => tag);
  const addresses = loading.flatMap((tag) => [...attributes(tag, 'href'), ...attributes(tag, 'src')]);
  return addresses.filter((address) => /^(?:[a-z]+:)?\/\//i.test(address));
}

function insideTarget(link: string, page: string): { readonly file: string; readonly fragment: string } | undefined {
  const { pathname, hash, origin } = new URL(link, new URL(BASE + page, 'http://site'));
  if (origin !== 'http://site') return undefined;
  const path = decodeURIComponent(pathname);
  const inside = path.startsWith(BASE) ? path.slice(BASE.length) : posix.join('outside the base', path);
  const file = inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside;
  return { file, fragment: decodeURIComponent(hash.slice(1)) };
}

function attributes(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) =>
    value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'"),
  );
}
