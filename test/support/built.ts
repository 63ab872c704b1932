/** The thread's entry as JavaScript, for tests that run from the TypeScript sources: worker threads load files, not vitest's modules. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/** Translates the one file, which imports nothing but Node's own modules, into a folder that lives as long as this process. */
export function builtThreadEntry(): URL {
  const source = new URL('../../src/adapters/local/worker-thread.ts', import.meta.url);
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
  });
  const folder = mkdtempSync(join(tmpdir(), 'sosw-thread-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'worker-thread.mjs');
  writeFileSync(file, outputText);
  return pathToFileURL(file);
}
