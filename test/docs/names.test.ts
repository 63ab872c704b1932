import { describe, expect, it } from 'vitest';
import { readPage } from './fenced-blocks.js';
import manualNames from './manual-names.json' with { type: 'json' };
import { Exports, nameRows } from './names-table.js';

const rows = nameRows(readPage('docs/names.md'));
const exported = new Exports();

describe('docs/names.md', () => {
  it.each(Object.entries(manualNames))('has one row for each name of %s', (section, names) => {
    const listed = rows.filter((row) => row.section === section).map(({ name }) => name);
    expect(listed.sort()).toEqual([...names].sort());
  });

  it('has no rows but those', () => {
    const sections = new Set(rows.map(({ section }) => section));
    expect([...sections].sort()).toEqual(Object.keys(manualNames).sort());
  });

  const named = rows.map((row) => [row.section, row.name, row] as const);

  it.each(named)('%s: %s leads to what is exported and documented', (_section, _name, { targets, face }) => {
    expect(targets.flatMap((target) => exported.problem(face, target) ?? [])).toEqual([]);
  });
});

describe('the check of names itself', () => {
  it('tells a name that is not exported, a member that is not there, and one without a docstring', () => {
    expect(exported.problem('sosw', 'Schedular')).toBe('sosw exports no Schedular');
    expect(exported.problem('sosw/nowhere', 'Scheduler')).toBe('sosw/nowhere exports no Scheduler');
    expect(exported.problem('sosw', 'Scheduler.chunkDates')).toBe('Scheduler of sosw has no chunkDates');
    expect(exported.problem('sosw', 'Task.taskId')).toBe('Task.taskId of sosw has no docstring');
  });

  it('refuses a row that it cannot read', () => {
    expect(() => nameRows('Import from `sosw`.\n- `today` → datesOfPeriod')).toThrow('line 2 is no row of names');
    expect(() => nameRows('- `today` → `datesOfPeriod`')).toThrow('line 1 is no row of names');
  });
});
