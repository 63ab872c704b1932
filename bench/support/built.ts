/**
 * The product as it is shipped: compiled code from `dist`, with the types of its sources. Through tsx the sources cost about a tenth
 * more, for it gives every function its name again each time it is made.
 */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const dist = new URL('../../dist/', import.meta.url);

/** The command line's file, for `node`. */
export const CLI = fileURLToPath(new URL('entrypoints/cli/main.js', dist));

if (!existsSync(CLI)) throw new Error('there is no dist: npm run bench builds it, tsx alone does not');

const built = (path: string): Promise<unknown> => import(new URL(path, dist).href);

/** What these modules export, in one object. */
export async function together<Modules>(...paths: readonly string[]): Promise<Modules> {
  return Object.assign({}, ...(await Promise.all(paths.map(built)))) as Modules;
}
