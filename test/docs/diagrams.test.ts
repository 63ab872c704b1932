import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DIAGRAMS, IMAGES } from '../../scripts/diagrams.js';
import { decisionAt, loadAt } from '../../scripts/diagrams/ecology-day.js';
import { WIDTH } from '../../scripts/diagrams/svg.js';
import * as life from '../../src/domain/life.js';
import { readPage } from './fenced-blocks.js';

const isTransition = (name: string): boolean => name === 'add' || name in life;

const drawn = Object.entries(DIAGRAMS);

describe('docs/images', () => {
  it('holds the drawings that scripts/diagrams.ts makes', () => {
    const svgs = readdirSync(IMAGES).filter((name) => name.endsWith('.svg'));
    expect(svgs.sort()).toEqual(Object.keys(DIAGRAMS).sort());
    for (const [name, draw] of drawn) expect(readFileSync(new URL(name, IMAGES), 'utf8'), name).toBe(draw());
  });

  it.each(drawn)('%s has a title, a description, and letters that a phone can show', (_, draw) => {
    const svg = draw();
    expect(svg).toMatch(/<title id="title">.{10,}<\/title>/);
    expect(svg).toMatch(/<desc id="description">.{40,}<\/desc>/);
    const sizes = [...svg.matchAll(/font-size="(\d+)"/g)].map(([, size]) => Number(size));
    // A phone of 360 points leaves some 312 for the text.
    expect((Math.min(...sizes) * 312) / WIDTH).toBeGreaterThanOrEqual(10);
  });
});

describe('the life of a task', () => {
  const page = readPage('docs/task-states.md');
  const transitions = new Set([...page.matchAll(/^\| `(\w+)` +\| /gm)].map(([, name]) => name ?? ''));

  it('has transitions of src/domain/life.ts on its page, and all of those that move a task', () => {
    for (const name of transitions) expect(isTransition(name), name).toBe(true);
    const still = ['freeSlot', 'noteFailure', 'confirmReport'];
    expect(Object.keys(life).filter((name) => !transitions.has(name) && !still.includes(name))).toEqual([]);
  });

  it('has the same ones in its drawing', () => {
    const labels = [...(DIAGRAMS['task-life.svg']?.() ?? '').matchAll(/>([^<]+)<\/text>/g)];
    const inDrawing = new Set(
      labels.flatMap(([, label]) => label?.match(/\w+/g) ?? []).filter((word) => isTransition(word)),
    );
    expect([...inDrawing].sort()).toEqual([...transitions].filter((name) => name !== 'recordCompletion').sort());
  });
});

describe('the day of ecology', () => {
  it('passes through every status that its thresholds know, and an hour without data', () => {
    const hours = Array.from({ length: 289 }, (_, index) => index / 12);
    expect(new Set(hours.map((hour) => decisionAt(hour).status))).toEqual(new Set([0, 2, 3, 4]));
    expect(loadAt(12.25)).toBeUndefined();
    expect(decisionAt(12.25).allowance).toBe(5);
  });
});
