import { describe, expect, it } from 'vitest';
import { readPage } from './fenced-blocks.js';
import { workedRules } from './worked-rules.js';

/** The pages whose examples are worked, and how many each has at least: fewer would mean that they are not found any more. */
const PAGES = [
  ['docs/jobs.md', 25],
  ['docs/periods.md', 15],
  ['docs/ecology.md', 8],
] as const;

describe.each(PAGES)('%s', (path, least) => {
  const rules = workedRules(readPage(path));

  it('has its examples', () => {
    expect(rules.length).toBeGreaterThanOrEqual(least);
  });

  it.each(rules.map((rule) => [rule.title, rule] as const))('%s', (_, { actual, expected }) => {
    expect(actual()).toEqual(expected);
  });
});

describe('the table of periods', () => {
  const page = readPage('docs/periods.md');
  const rows = [...page.matchAll(/\| `(?<period>\w+)` \| (?<dates>\d{4}-\d\d-\d\d[^|]*) \|$/gm)].map(
    ({ groups }) => groups,
  );

  it('has a row for each kind', () => expect(rows.length).toBeGreaterThanOrEqual(6));

  it.each(rows)('$period: $dates', (row) => {
    const dates = JSON.stringify(row?.dates?.split(', ').map((date) => date.trim()));
    const [clock] = page.match(/```text now\n.*\n```\n/) ?? [''];
    const [rule] = workedRules(
      `${clock}\`\`\`json period\n"${row?.period}"\n\`\`\`\n\`\`\`json dates\n${dates}\n\`\`\``,
    );
    expect(rule?.actual()).toEqual(rule?.expected);
  });
});

describe('the examples of a page', () => {
  const NOW = '```text now\n2026-03-11T12:00:00Z\n```\n';
  const period = (dates: string) => `${NOW}\`\`\`json period\n"today"\n\`\`\`\n${dates}`;

  it('are worked: a wrong outcome is not equal', () => {
    const [right] = workedRules(period('```json dates\n["2026-03-11"]\n```'));
    expect(right?.actual()).toEqual(right?.expected);
    const [wrong] = workedRules(period('```json dates\n["2026-03-12"]\n```'));
    expect(wrong?.actual()).not.toEqual(wrong?.expected);
  });

  it('are refused without an outcome, without an input, and without a clock', () => {
    expect(() => workedRules(period(''))).toThrow('without an outcome');
    expect(() => workedRules(`${NOW}\`\`\`json dates\n[]\n\`\`\``)).toThrow('without the input');
    expect(() => workedRules('```json period\n"today"\n```\n```json dates\n[]\n```')).toThrow('no "text now"');
    expect(() => workedRules('```json period\n"today"')).toThrow('does not end');
  });

  it('differ from a refusal, and from another one', () => {
    const [rule] = workedRules(period('```text error\nrefused (job.period)\n```'));
    expect(rule?.actual()).toBe('not refused');
  });
});
