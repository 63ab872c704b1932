import { createMarkdownRenderer } from 'vitepress';
import { describe, expect, it } from 'vitest';
import { outsideLinks } from '../../scripts/docs/outside-links.js';

const markdown = await createMarkdownRenderer('docs', { config: outsideLinks });

const rendered = (text: string, relativePath: string): string =>
  markdown.render(text, { path: `docs/${relativePath}`, relativePath, cleanUrls: false }).trim();

describe('links of the pages', () => {
  it('to files outside the pages become their names', () => {
    expect(rendered('[the test](../test/takeover/takeover.test.ts)!', 'cli.md')).toBe(
      '<p>the test (<code>test/takeover/takeover.test.ts</code>)!</p>',
    );
    expect(rendered('[`src/domain/life.ts`](../src/domain/life.ts)', 'task-states.md')).toBe(
      '<p><code>src/domain/life.ts</code></p>',
    );
  });

  it('to documents of the root lead to their pages', () => {
    expect(rendered('[how](../../ARCHITECTURE.md#layers)', 'decisions/0001-changes-are-data.md')).toContain(
      'href="./../architecture.html#layers"',
    );
  });

  it('of documents of the root lead to the pages', () => {
    expect(rendered('[cost](docs/cost.md)', 'architecture.md')).toContain('href="./cost.html"');
    expect(rendered('[decisions](docs/decisions)', 'architecture.md')).toContain('href="./decisions/0001-');
  });

  it('to other pages and hosts stay', () => {
    expect(rendered('[a](cost.md) [b](#b) [c](https://example.com/)', 'cli.md')).toMatch(
      /href="\.\/cost\.html".*href="#b".*href="https:\/\/example\.com\/"/,
    );
  });

  it('to files that are not there end the build', () => {
    expect(() => rendered('[gone](../src/gone.ts)', 'cli.md')).toThrow('docs/cli.md links to ../src/gone.ts');
  });
});
