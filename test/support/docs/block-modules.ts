/** The TypeScript blocks of pages as modules: each its own, but one that continues the block before it. */

import type { Complaint } from './typed-modules.js';
import type { Fence } from './fences.js';

interface BlockModule {
  readonly lines: string[];
  /** Where each line stands in its page. */
  readonly places: string[];
}

export interface BlockModules {
  readonly texts: ReadonlyMap<string, string>;
  /** As `docs/workers.md:21: Cannot find name …`. */
  tell(complaint: Complaint): string;
}

export function blockModules(fences: readonly Fence[]): BlockModules {
  const modules: BlockModule[] = [];
  for (const fence of fences) {
    const going = fence.continues ? modules.at(-1) : undefined;
    const module = going ?? { lines: [], places: [] };
    if (going === undefined) modules.push(module);
    append(module, fence.given, () => fence.place);
    const page = fence.place.slice(0, fence.place.lastIndexOf(':'));
    append(module, fence.text, (index) => `${page}:${fence.line + 1 + index}`);
  }
  // Without it a block with neither import nor export would share its names with the others.
  const texts = new Map(modules.map(({ lines }, index) => [`block-${index}`, `${lines.join('\n')}\nexport {};\n`]));
  return {
    texts,
    tell: ({ module, line, message }) => {
      const place = modules[Number(module.slice('block-'.length))]?.places[line];
      return `${place}: ${message}`;
    },
  };
}

function append({ lines, places }: BlockModule, text: string, place: (index: number) => string): void {
  if (text === '') return;
  for (const [index, line] of text.split('\n').entries()) {
    lines.push(line);
    places.push(place(index));
  }
}
