/** Examples of the configuration's keys, out of the one file that has them all. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isCollection, isMap, isScalar, type Node, parseDocument, stringify, visit } from 'yaml';

/** A configuration with every key. */
export const EXAMPLE = fileURLToPath(new URL('config-example.yaml', import.meta.url));

const whole = parseDocument(readFileSync(EXAMPLE, 'utf8'));
visit(whole, {
  Collection: (_, node) => {
    node.flow = true;
  },
});

/** In one line of YAML; `short` names the first key of a map only. In the path `*` is any name. Throws for a key without an example. */
export function exampleOf(path: string, { short }: { short: boolean }): string {
  const [node] = nodesAt(whole.contents, path.split('.'));
  if (node === undefined) throw new Error(`scripts/config-example.yaml has no ${path}`);
  if (short && isMap(node)) return `{ ${node.items[0]?.key}: … }`;
  return stringify(node, { lineWidth: 0 }).trim();
}

function nodesAt(node: unknown, [step, ...rest]: readonly string[]): Node[] {
  if (step === undefined) return isCollection(node) || isScalar(node) ? [node] : [];
  if (!isMap(node)) return [];
  const inner = node.items.filter(({ key }) => step === '*' || (isScalar(key) && String(key.value) === step));
  return inner.flatMap(({ value }) => nodesAt(value, rest));
}
