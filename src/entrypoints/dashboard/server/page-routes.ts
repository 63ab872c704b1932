/** The page's files, read once when the server starts: nothing that is asked for becomes a path. */

import { readFileSync } from 'node:fs';
import { Hono } from 'hono';

/** By their addresses. */
export type PageFiles = ReadonlyMap<string, { readonly type: string; readonly text: string }>;

const FILES = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/app.js': { name: 'app.js', type: 'text/javascript; charset=utf-8' },
  '/app.css': { name: 'app.css', type: 'text/css; charset=utf-8' },
} as const;

/** @param folder - Where the built page stands; by default beside the compiled program. */
export function readPageFiles(folder = new URL('../page/', import.meta.url)): PageFiles {
  return new Map(
    Object.entries(FILES).map(([address, { name, type }]) => [
      address,
      { type, text: readFileSync(new URL(name, folder), 'utf8') },
    ]),
  );
}

/** The page carries the server's secret for changes (`{{csrf}}`), which no other page can read. */
export function pageRoutes(files: PageFiles, csrf: string): Hono {
  const routes = new Hono();
  for (const [address, { type, text }] of files) {
    const body = address === '/' ? text.replaceAll('{{csrf}}', csrf) : text;
    routes.get(address, (context) =>
      context.body(body, 200, { 'content-type': type, 'cache-control': address === '/' ? 'no-store' : 'no-cache' }),
    );
  }
  return routes;
}
