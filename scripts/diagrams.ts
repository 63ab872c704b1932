/** Writes the drawings of the documentation, docs/images: `npx tsx scripts/diagrams.ts`. What they show is computed where the product computes it. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ecologyDay } from './diagrams/ecology-day.js';
import { greenfieldLine } from './diagrams/greenfield-line.js';
import { taskLife } from './diagrams/task-life.js';
import { workflow } from './diagrams/workflow.js';

export const IMAGES = new URL('../docs/images/', import.meta.url);

/** By the name of the file. */
export const DIAGRAMS: Readonly<Record<string, () => string>> = {
  'workflow.svg': workflow,
  'greenfield.svg': greenfieldLine,
  'task-life.svg': taskLife,
  'ecology-day.svg': ecologyDay,
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(IMAGES, { recursive: true });
  for (const [name, draw] of Object.entries(DIAGRAMS)) writeFileSync(new URL(name, IMAGES), draw());
}
