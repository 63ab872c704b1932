/** What docs/simulate.md shows is what examples/simulated-month holds, and can be read as it says. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { epochSeconds } from '../../src/domain/time.js';
import { compileEvent } from '../../src/entrypoints/cli/compile-event.js';
import { recordedEvent } from '../../src/entrypoints/cli/simulate/event-lines.js';
import { loadScenario } from '../../src/entrypoints/cli/simulate/scenario-file.js';
import { loadConfig } from '../../src/entrypoints/config/load-config.js';
import { fencedBlocks, readPage } from './fenced-blocks.js';

const PAGE = 'docs/simulate.md';
const EXAMPLE = 'examples/simulated-month';
const page = readPage(PAGE);
const blocks = fencedBlocks(page);
const texts = (language: string): string[] => blocks.filter(({ info }) => info === language).map(({ text }) => text);
const ofFile = (name: string): string =>
  readFileSync(`${EXAMPLE}/${name}`, 'utf8')
    .replace(/^#.*\n\n/, '')
    .trimEnd();

describe(PAGE, () => {
  it('shows the files of its example', () => {
    expect(texts('yaml')).toEqual([ofFile('sosw.yaml'), ofFile('scenario.yaml')]);
  });

  it('has an example that is right, and makes 24 tasks an hour', () => {
    const config = loadConfig(`${EXAMPLE}/sosw.yaml`);
    expect(config.warnings).toEqual([]);
    expect(loadScenario(`${EXAMPLE}/scenario.yaml`, new Map(), config.labourers).targets.size).toBe(1);
    const [schedule] = config.schedules;
    expect(compileEvent(schedule?.job ?? {}, config, epochSeconds(1_767_571_200)).job.tasks).toBe(24);
  });

  it('has lines of history that can be replayed', () => {
    const [task, job] = texts('json').map((text) => recordedEvent(JSON.parse(text)));
    expect(task).toMatchObject({ labourer: 'import_prices', duration: 93, failures: 1 });
    expect(job).toMatchObject({ job: { labourer_id: 'import_prices' } });
  });

  it.each(['workers', 'targets', 'metrics'])('names every key of %s that the example uses', (part) => {
    const scenario = parse(readFileSync(`${EXAMPLE}/scenario.yaml`, 'utf8'));
    const keys = Object.values(scenario[part]).flatMap((one) => Object.keys(one as object));
    for (const key of keys) expect(page).toContain(`| \`${key}\``);
  });
});
