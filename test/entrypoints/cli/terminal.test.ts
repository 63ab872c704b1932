import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTerminal } from '../../../src/entrypoints/cli/terminal.js';

const streams = [process.stdout, process.stderr];
const before = streams.map(({ isTTY }) => isTTY);
const pretend = (isTTY: boolean): void => {
  for (const stream of streams) stream.isTTY = isTTY;
};

afterEach(() => {
  for (const [index, stream] of streams.entries()) stream.isTTY = before[index] ?? false;
});

describe('at a terminal', () => {
  beforeEach(() => pretend(true));

  it('there are colours, and lines may be redrawn', () => {
    const { animated, interactive, colors } = openTerminal({ color: true }, {});
    expect({ animated, interactive, red: colors.red('x') }).toEqual({
      animated: true,
      interactive: true,
      red: '\u001b[31mx\u001b[39m',
    });
  });

  it.each([
    ['NO_COLOR', { color: true }, { NO_COLOR: '1' }],
    ['--no-color', { color: false }, {}],
    ['TERM=dumb', { color: true }, { TERM: 'dumb' }],
  ])('%s takes colours and animation away', (_, options, env) => {
    const { animated, interactive, colors, noteColors } = openTerminal(options, env);
    expect({ animated, interactive }).toEqual({ animated: false, interactive: false });
    expect(colors.red('x') + noteColors.red('x')).toBe('xx');
  });

  it('an empty NO_COLOR says nothing', () => {
    expect(openTerminal({ color: true }, { NO_COLOR: '' }).animated).toBe(true);
  });
});

it('without a terminal there are no colours and no animation', () => {
  pretend(false);
  const { animated, interactive, colors } = openTerminal({ color: true }, {});
  expect({ animated, interactive, red: colors.red('x') }).toEqual({ animated: false, interactive: false, red: 'x' });
});
