import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAGE, withTables } from '../../../scripts/config-docs.js';

describe('docs/configuration.md', () => {
  it('has the tables that the schema makes; npm run docs:config writes them', () => {
    const page = readFileSync(PAGE, 'utf8');
    expect(withTables(page)).toBe(page);
  });

  it('is written anew where a table differs from the schema', () => {
    const table = withTables('before\n<!-- keys: schedules.* -->\nold\n<!-- end -->\nafter');
    expect(table).toMatch(/^\| `job_file` +\| the path of a file +\| –/m);
    expect(table).not.toContain('old');
    expect(table).toMatch(/^before\n[\s\S]*\nafter$/);
  });
});
