/**
 * Tasks as JSON text, and the size of that text. Whatever a run of tasks has in common is written once, so that a task costs no
 * more than its own names.
 */

import type { JsonObject } from '../task.js';
import type { Emitter } from './chunk.js';
import type { Name } from './chunk-tree.js';

/** Keys laid over one another as text: `text` has them all, each as `"key":value,`; `own` are those of the innermost layer. */
interface Layers {
  readonly text: string;
  readonly own: ReadonlyMap<string, string>;
  readonly outer: Layers | undefined;
}

const NOTHING: Layers = { text: '', own: new Map(), outer: undefined };

/** Makes the text that parses to what `payloadEmitter` makes of the same task and overlay. */
export function textEmitter(overlay: JsonObject): Emitter<Layers, string> {
  const over = textOf(entriesOf(overlay));
  const tail = over === '' ? '}' : `,${over.slice(0, -1)}}`;
  const hidden = new Set(Object.keys(overlay));
  const whole = ({ text }: Layers) => `{${`${text}${over}`.slice(0, -1)}}`;
  return {
    start: NOTHING,
    lay: (outer, entries) => layOver(outer, entriesOf(entries, hidden)),
    whole,
    series: (context, key) => {
      if (hidden.has(key)) return () => whole(context);
      const head = `{${withoutKeys(context, new Set([key])).text}${JSON.stringify(key)}:`;
      return (names, from, to) => head + listText(names, from, to) + tail;
    },
  };
}

/** Makes the length of the text that `textEmitter` makes, in bytes of UTF-8. */
export function sizeEmitter(overlay: JsonObject): Emitter<Layers, number> {
  const { start, lay, whole, series } = textEmitter(overlay);
  return {
    start,
    lay,
    whole: (context) => utf8Length(whole(context)),
    series: (context, key) => {
      const withoutNames = utf8Length(series(context, key)([], 0, 0));
      if (Object.hasOwn(overlay, key)) return () => withoutNames;
      return (names, from, to) => withoutNames - '[]'.length + utf8Length(listText(names, from, to));
    },
  };
}

function layOver(outer: Layers, own: ReadonlyMap<string, string>): Layers {
  const below = withoutKeys(outer, own);
  return { text: below.text + textOf(own), own, outer: below };
}

/** The layers without some keys; the same layers, where they have none of them, which is nearly always. */
function withoutKeys(layers: Layers, keys: ReadonlySet<string> | ReadonlyMap<string, string>): Layers {
  if (!hasAny(layers, keys)) return layers;
  const kept = new Map([...layers.own].filter(([key]) => !keys.has(key)));
  return layOver(layers.outer === undefined ? NOTHING : withoutKeys(layers.outer, keys), kept);
}

function hasAny(layers: Layers | undefined, keys: ReadonlySet<string> | ReadonlyMap<string, string>): boolean {
  for (let layer = layers; layer !== undefined; layer = layer.outer) {
    for (const key of keys.keys()) if (layer.own.has(key)) return true;
  }
  return false;
}

function entriesOf(map: JsonObject, hidden?: ReadonlySet<string>): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const key of Object.keys(map)) {
    if (!hidden?.has(key)) entries.set(key, `${JSON.stringify(key)}:${JSON.stringify(map[key])},`);
  }
  return entries;
}

function textOf(entries: ReadonlyMap<string, string>): string {
  let text = '';
  for (const entry of entries.values()) text += entry;
  return text;
}

/** A list of one, the commonest by far, is not copied first. */
const listText = (names: readonly Name[], from: number, to: number): string =>
  to - from === 1 ? `[${JSON.stringify(names[from])}]` : JSON.stringify(names.slice(from, to));

/** Bytes of a text in UTF-8; the text has no lone surrogates, which JSON writes as escapes. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // A surrogate is half of four bytes; the unit itself is counted already.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
