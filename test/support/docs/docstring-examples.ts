/** The examples in the docstrings of all that the library exports. */

import ts from 'typescript';
import { FACES } from './typed-modules.js';

export interface Example {
  /** As `sosw/worker Processor.getStats`. */
  readonly of: string;
  /** The last part of it, which the example has to show. */
  readonly name: string;
  readonly face: string;
  readonly code: string;
}

/** What a face exports, and where it is declared. */
export function exportsOf(program: ts.Program, face: string): ReadonlyMap<string, readonly ts.Declaration[]> {
  const source = program.getSourceFile(FACES.get(face) ?? '');
  const checker = program.getTypeChecker();
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) return new Map();
  return new Map(
    checker.getExportsOfModule(module).map((symbol) => {
      const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return [symbol.name, meant.declarations ?? []];
    }),
  );
}

/** An export that stands in several faces is looked at in the first of them. */
export function docstringExamples(program: ts.Program): Example[] {
  const seen = new Set<ts.Declaration>();
  return [...FACES.keys()].flatMap((face) =>
    [...exportsOf(program, face)].flatMap(([name, declarations]) => {
      const fresh = declarations.filter((declaration) => !seen.has(declaration));
      for (const declaration of fresh) seen.add(declaration);
      return fresh.flatMap((declaration) => [
        ...examplesAt(declaration, { face, name, of: `${face} ${name}` }),
        ...membersOf(declaration).flatMap((member) => {
          const inner = member.name && ts.isIdentifier(member.name) ? member.name.text : '';
          return inner === '' ? [] : examplesAt(member, { face, name: inner, of: `${face} ${name}.${inner}` });
        }),
      ]);
    }),
  );
}

const membersOf = (node: ts.Declaration): readonly (ts.ClassElement | ts.TypeElement)[] =>
  ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) ? node.members : [];

function examplesAt(node: ts.Node, where: Omit<Example, 'code'>): Example[] {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return comments.flatMap((comment) => examplesIn(comment.getText()).map((code) => ({ ...where, code })));
}

/** Read as TypeDoc reads them: TypeScript's own parser takes a decorator in a block for a tag. */
function examplesIn(comment: string): string[] {
  const text = comment.replace(/^\/\*\*|\*\/$/g, '').replaceAll(/^ *\* ?/gm, '');
  const blocks: string[] = [];
  const withoutBlocks = text.replaceAll(/```\w*\n([\s\S]*?)```/g, (_, code: string) => `\0${blocks.push(code) - 1}\0`);
  const examples = [...withoutBlocks.matchAll(/^@example\b([\s\S]*?)(?=^@|$(?![\s\S]))/gm)];
  return examples.map(([, words = '']) => {
    const block = /\0(\d+)\0/.exec(words)?.[1];
    // Without a block all of it is code.
    return block === undefined ? words : (blocks[Number(block)] ?? '');
  });
}
