/**
 * Docstrings' examples as modules. They are short: what the library exports is imported for them, and a name of the reader's own
 * (`event`, `context`, `rows`) may be of any type.
 */

import { type Example, exportsOf } from './docstring-examples.js';
import { type Complaint, FACES, type ModuleChecker } from './typed-modules.js';

/** Cannot find name; the same with a suggestion; no value for a shorthand property. */
const UNKNOWN_NAME = new Set([2304, 2552, 18004]);

/** The imports are ours, not the reader's. */
const TYPE_IMPORTED_AS_VALUE = 1484;

/** What is wrong with the examples, as `sosw/worker worker: …`. */
export function checkExamples(checker: ModuleChecker, examples: readonly Example[]): string[] {
  const modules = new Map(examples.map(({ code }, index) => [`example-${index}`, `${code}\nexport {};\n`]));
  const unknown = namesUnknown(checker.check(modules));
  const faces = new Map([...FACES.keys()].map((face) => [face, new Set(exportsOf(checker.program, face).keys())]));
  const completed = new Map(
    [...modules].map(([module, text], index) => {
      const face = examples[index]?.face ?? 'sosw';
      const prelude = [...(unknown.get(module) ?? [])].map((name) =>
        declared(name, face, faces.get(face) ?? new Set()),
      );
      return [module, [text, ...prelude].join('\n')];
    }),
  );
  return checker
    .check(completed)
    .filter(({ code }) => code !== TYPE_IMPORTED_AS_VALUE)
    .map(({ module, message }) => `${examples[Number(module.slice('example-'.length))]?.of}: ${message}`);
}

function namesUnknown(complaints: readonly Complaint[]): ReadonlyMap<string, ReadonlySet<string>> {
  const unknown = new Map<string, Set<string>>();
  for (const { module, code, message } of complaints) {
    const name = UNKNOWN_NAME.has(code) ? /'([^']+)'/.exec(message)?.[1] : undefined;
    if (name !== undefined) unknown.set(module, (unknown.get(module) ?? new Set()).add(name));
  }
  return unknown;
}

/** Whoever imports one thing of an entry point may import another; what comes from elsewhere the example says itself. */
const declared = (name: string, face: string, exported: ReadonlySet<string>): string =>
  exported.has(name) ? `import { ${name} } from '${face}';` : `declare const ${name}: any;`;
