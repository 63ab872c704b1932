/** Modules that are no files, checked as strictly as the project's own against the sources of the library. */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { ENTRY_POINTS } from '../../../scripts/docs/entry-points.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** They stand here, where the project's packages are found. */
const FOLDER = join(ROOT, 'test/docs/blocks');

export interface Complaint {
  readonly module: string;
  /** Counted from 0. */
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

/** The library's entry points by what is imported, as files. */
export const FACES: ReadonlyMap<string, string> = new Map(
  Object.entries(ENTRY_POINTS).map(([name, file]) => [name, join(ROOT, file)]),
);

/** Keeps what was parsed: a second check of other modules is faster than the first. */
export class ModuleChecker {
  #program: ts.Program | undefined;

  /** Checks the modules, by name and text. What is wrong elsewhere is not told. */
  check(modules: ReadonlyMap<string, string>): Complaint[] {
    const program = this.#programOf(modules);
    return [...modules.keys()].flatMap((module) => {
      const source = program.getSourceFile(pathOf(module));
      if (source === undefined) throw new Error(`${module} is not part of the program`);
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return found.map((diagnostic) => ({
        module,
        line: source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line,
        code: diagnostic.code,
        message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
      }));
    });
  }

  /** The library as it was parsed last, for who looks at its exports. */
  get program(): ts.Program {
    return this.#program ?? this.#programOf(new Map());
  }

  #programOf(modules: ReadonlyMap<string, string>): ts.Program {
    const texts = new Map([...modules].map(([name, text]) => [pathOf(name), text]));
    const options = compilerOptions();
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    const kept = this.#program;
    host.fileExists = (file) => texts.has(file) || fileExists(file);
    host.readFile = (file) => texts.get(file) ?? readFile(file);
    host.getSourceFile = (file, settings, ...rest) => {
      const text = texts.get(file);
      if (text !== undefined) return ts.createSourceFile(file, text, settings);
      return kept?.getSourceFile(file) ?? getSourceFile(file, settings, ...rest);
    };
    const faces = [...FACES.values()].filter(fileExists);
    this.#program = ts.createProgram({
      rootNames: [...faces, ...texts.keys()],
      options,
      host,
      ...(kept === undefined ? {} : { oldProgram: kept }),
    });
    return this.#program;
  }
}

const pathOf = (module: string): string => join(FOLDER, `${module}.ts`);

/** The project's own, but that a short block need not use all that it declares. */
function compilerOptions(): ts.CompilerOptions {
  const file = join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, dirname(file));
  const paths = Object.fromEntries([...FACES].map(([name, face]) => [name, [face]]));
  return { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false, paths };
}
