/** The table of names: lines of a page, `- \`name\` → \`Target.member\`, \`other\` from \`sosw/face\` – remark`, and what each leads to. */

import ts from 'typescript';
import { FACES, ModuleChecker } from '../support/docs/typed-modules.js';

export interface NameRow {
  /** The heading above it. */
  readonly section: string;
  /** As the manual has it. */
  readonly name: string;
  /** `export`, or `export.member`. */
  readonly targets: readonly string[];
  /** What the targets are imported from. */
  readonly face: string;
}

const ROW = /^- `(?<name>[^`]+)` → (?<targets>`[^`]+`(?:, `[^`]+`)*)(?: from `(?<face>[^`]+)`)?(?: – .+)?$/;
const IMPORT = /^Import from `(?<face>[^`]+)`\./;

/** Throws for a row of another form: it would be left out of every check. */
export function nameRows(page: string): NameRow[] {
  const rows: NameRow[] = [];
  let section = '';
  let face: string | undefined;
  for (const [index, text] of page.split('\n').entries()) {
    section = /^#+ (?<title>.+)$/.exec(text)?.groups?.title ?? section;
    face = IMPORT.exec(text)?.groups?.face ?? face;
    if (!text.startsWith('- `')) continue;
    const { name, targets = '', face: own = face } = ROW.exec(text)?.groups ?? {};
    if (name === undefined || own === undefined) throw new Error(`line ${index + 1} is no row of names: ${text}`);
    const names = [...targets.matchAll(/`([^`]+)`/g)].map(([, target = '']) => target);
    rows.push({ section, name, targets: names, face: own });
  }
  return rows;
}

/** What the package exports, by the face that is imported. */
export class Exports {
  readonly #checker: ts.TypeChecker;
  readonly #faces = new Map<string, ReadonlyMap<string, ts.Symbol>>();

  constructor() {
    const { program } = new ModuleChecker();
    this.#checker = program.getTypeChecker();
    for (const [face, file] of FACES) {
      const source = program.getSourceFile(file);
      const module = source && this.#checker.getSymbolAtLocation(source);
      const exported = module === undefined ? [] : this.#checker.getExportsOfModule(module);
      this.#faces.set(face, new Map(exported.map((symbol) => [symbol.name, this.#original(symbol)])));
    }
  }

  /** What is wrong with a target, in words; undefined where it is exported, has the member, and says what it is for. */
  problem(face: string, target: string): string | undefined {
    const [name = '', member] = target.split('.');
    const symbol = this.#faces.get(face)?.get(name);
    if (symbol === undefined) return `${face} exports no ${name}`;
    const meant = member === undefined ? symbol : this.#member(symbol, member);
    if (meant === undefined) return `${name} of ${face} has no ${member}`;
    const words = ts.displayPartsToString(meant.getDocumentationComment(this.#checker)).trim();
    return words === '' ? `${target} of ${face} has no docstring` : undefined;
  }

  /** What stands behind a re-export. */
  #original(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  /** Of an instance, else of the class itself. */
  #member(symbol: ts.Symbol, member: string): ts.Symbol | undefined {
    const ofInstance = this.#checker.getDeclaredTypeOfSymbol(symbol).getProperty(member);
    return ofInstance ?? this.#checker.getTypeOfSymbol(symbol).getProperty(member);
  }
}
