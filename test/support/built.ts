/** The thread's entry as JavaScript, for tests that run from the TypeScript sources: worker threads load files, not vitest's modules. */

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/** Translates one source file, which must import nothing but Node's own modules, into a folder that is deleted with the machine's. */
export function builtThreadEntry(): URL {
  const source = new URL('../../src/adapters/local/worker-thread.ts', import.meta.url);
  const folder = mkdtempSync(join(tmpdir(), 'sosw-thread-'));
  mkdirSync(folder, { recursive: true });
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
  });
  const file = join(folder, 'worker-thread.mjs');
  writeFileSync(file, outputText);
  return pathToFileURL(file);
}
