/** Where the reader is: the page's address after the `#`, as a path and a query. */

import { encoded } from '../format/encoded.js';
import { useEffect, useState } from 'preact/hooks';

export interface Route {
  /** Decoded: `#/jobs/a%20b` is `['jobs', 'a b']`, `#/` is none. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** The address of a place in the page, for an `href`. */
export function address(path: readonly string[], query?: URLSearchParams): string {
  const text = query?.toString() ?? '';
  return `#/${path.map(encoded).join('/')}${text === '' ? '' : `?${text}`}`;
}

export function goTo(path: readonly string[], query?: URLSearchParams): void {
  location.hash = address(path, query);
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return routeOf(hash);
}

function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return { path: path.split('/').filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

/** People type addresses: what is not well-formed stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
