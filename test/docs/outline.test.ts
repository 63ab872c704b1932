import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { navigation, sidebar } from '../../scripts/docs/outline.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folders: ReturnType<typeof temporaryFolder>[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function docsWith(pages: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  folders.push(folder);
  mkdirSync(join(folder.path, 'decisions'));
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder.path, name), text);
  return folder.path;
}

describe('the order of the pages', () => {
  it('has the pages that are written, by group, under their headings', () => {
    const docs = docsWith({
      'cli.md': '# `sosw` on the line\n',
      'start.md': 'Some words.\n\n# Start here\n',
      'decisions/0002-b.md': '# 2. B\n',
      'decisions/0001-a.md': '# 1. A\n',
    });
    expect(sidebar(docs)).toEqual([
      { text: 'Start', collapsed: false, items: [{ text: 'Start here', link: '/start' }] },
      { text: 'Reference', collapsed: false, items: [{ text: 'sosw on the line', link: '/cli' }] },
      {
        text: 'Decisions',
        collapsed: true,
        items: [
          { text: '1. A', link: '/decisions/0001-a' },
          { text: '2. B', link: '/decisions/0002-b' },
        ],
      },
    ]);
    expect(navigation(docs)).toEqual([{ text: 'Start', link: '/start' }]);
  });

  it('refuses a page that stands in no group', () => {
    expect(() => sidebar(docsWith({ 'lost.md': '# Lost\n' }))).toThrow('lost');
  });
});
