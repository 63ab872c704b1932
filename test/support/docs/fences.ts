/** The code blocks of a Markdown page, with what an HTML comment before one says to the tests. */

export interface Fence {
  /** As `docs/workers.md:17`, the line of the opening fence. */
  readonly place: string;
  readonly line: number;
  /** The first word after the fence; empty for plain text. */
  readonly language: string;
  readonly text: string;
  /** Why it is not tested: `<!-- test: skip because … -->`. */
  readonly skippedBecause?: string;
  /** It goes on with the module of the block before: `<!-- test: continues -->`. */
  readonly continues: boolean;
  /** Lines that the reader has already and is not shown again: `<!-- test: given … -->`. */
  readonly given: string;
}

const BLOCK =
  /^(?:<!-- test: (?<marker>(?:(?!-->)[\s\S])*?)\s*-->\n\n?)?(?<indent> *)(?<ticks>`{3,})(?<info>[^`\n]*)\n(?<text>[\s\S]*?)^\k<indent>\k<ticks> *$/gm;

/** Throws for a marker that means nothing, lest a slip leaves a block untested. */
export function fencesOf(page: string, name: string): Fence[] {
  return [...page.matchAll(BLOCK)].map(({ index, 0: whole, groups = {} }) => {
    const { marker = '', indent = '', info = '', text = '' } = groups;
    const before = page.slice(0, index + whole.indexOf('```'));
    const line = before.split('\n').length;
    const lines = text.split('\n').map((row) => (row.startsWith(indent) ? row.slice(indent.length) : row));
    const place = `${name}:${line}`;
    return {
      place,
      line,
      language: info.trim().split(/\s/)[0] ?? '',
      text: lines.join('\n'),
      ...meaning(marker, place),
      ...(isRendered(before) ? { skippedBecause: 'made by TypeDoc, as another test checks' } : {}),
    };
  });
}

/** Between `<!-- rendered -->` and `<!-- end -->` stands what a tool made. */
const isRendered = (before: string): boolean =>
  before.lastIndexOf('<!-- rendered -->') > before.lastIndexOf('<!-- end -->');

function meaning(marker: string, place: string): Pick<Fence, 'skippedBecause' | 'continues' | 'given'> {
  const [, skippedBecause] = /^skip because (\S[\s\S]*)$/.exec(marker) ?? [];
  const [, given = ''] = /^given\n([\s\S]*)$/.exec(marker) ?? [];
  const continues = marker === 'continues';
  if (marker !== '' && skippedBecause === undefined && given === '' && !continues) {
    throw new Error(
      `${place} has the marker "${marker}": it may be skip because …, continues, or given with lines below`,
    );
  }
  return { ...(skippedBecause === undefined ? {} : { skippedBecause }), continues, given };
}
