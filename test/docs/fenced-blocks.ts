/** The fenced blocks of a page of the documentation. */

import { readFileSync } from 'node:fs';

export interface FencedBlock {
  /** What stands behind the fence: `json tasks`. */
  readonly info: string;
  readonly text: string;
  /** Of the fence, from 1. */
  readonly line: number;
  /** The heading above it. */
  readonly section: string;
}

/** The text of a page, by its path from the project's root. */
export const readPage = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** All fenced blocks in their order. Throws for one that does not end. */
export function fencedBlocks(page: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let section = '';
  let open: { info: string; line: number; text: string[] } | undefined;
  for (const [index, line] of page.split('\n').entries()) {
    const fence = /^```(?<info>.*)$/.exec(line)?.groups?.info;
    if (open !== undefined && fence === '') {
      blocks.push({ info: open.info, line: open.line, text: open.text.join('\n'), section });
      open = undefined;
    } else if (open !== undefined) {
      open.text.push(line);
    } else if (fence !== undefined) {
      open = { info: fence.trim(), line: index + 1, text: [] };
    } else if (/^#+ /.test(line)) {
      section = line.replace(/^#+ /, '');
    }
  }
  if (open !== undefined) throw new Error(`line ${open.line}: a block does not end`);
  return blocks;
}
