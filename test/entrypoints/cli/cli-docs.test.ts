import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAGE, withCommands } from '../../../scripts/cli-docs.js';

describe('docs/cli.md', () => {
  const page = readFileSync(PAGE, 'utf8');

  it('has what the commands say; npm run docs:cli writes it', () => {
    expect(withCommands(page)).toBe(page);
  });

  it('is written anew where a block differs from its command', () => {
    const changed = page.replace(/<!-- command: tasks list -->[\s\S]*?<!-- end -->/, (block) =>
      block.replaceAll('`', ''),
    );
    expect(changed).not.toBe(page);
    expect(withCommands(changed)).toBe(page);
  });

  it('may not leave a command out, nor tell of one that there is not', () => {
    expect(() => withCommands(page.replace('<!-- command: tasks list -->', ''))).toThrow('no block for tasks list');
    expect(() => withCommands(`${page}\n<!-- command: tasks lost -->\n<!-- end -->`)).toThrow(
      'tasks lost, which is no',
    );
  });
});
