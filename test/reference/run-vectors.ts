/**
 * Runs golden vectors: `npm run vectors -- FOLDER [--area a,b]`. One line a failing vector, last the count; exit code 0 only if
 * there were vectors and all of them passed.
 */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { areas } from './areas.js';
import type { AreaRunner, Vector } from './vector.js';

const DISAGREEMENTS = 'disagreements.jsonl';

export interface Report {
  readonly passed: number;
  /** One line a failure: its id, what differs. */
  readonly failures: readonly string[];
}

/** Runs the files of a folder that are named after an area (all of them unless some are asked for), and their disagreements. */
export async function runFolder(folder: string, wanted: readonly string[] = []): Promise<Report> {
  const files = new Set(await readdir(folder).catch(() => []));
  const present = [...files].filter((file) => file.endsWith('.jsonl') && file !== DISAGREEMENTS);
  const names = wanted.length > 0 ? wanted : present.map((file) => file.slice(0, -'.jsonl'.length)).sort();
  const disagreements = files.has(DISAGREEMENTS) ? await readLines(join(folder, DISAGREEMENTS)) : [];

  const reports: Report[] = [];
  for (const area of names) {
    const lines = files.has(`${area}.jsonl`) ? await readLines(join(folder, `${area}.jsonl`)) : [];
    if (lines.length === 0) {
      reports.push({ passed: 0, failures: [`${area}: no vectors in ${folder}`] });
      continue;
    }
    const settled = disagreements.filter((line) => line.area === area).flatMap(settledDisagreement);
    reports.push(await runArea(area, [...lines, ...settled]));
  }
  return {
    passed: reports.reduce((sum, { passed }) => sum + passed, 0),
    failures: names.length === 0 ? [`no vectors in ${folder}`] : reports.flatMap(({ failures }) => failures),
  };
}

/** Runs vectors of one area, in order. */
export async function runArea(area: string, lines: readonly Partial<Vector>[]): Promise<Report> {
  const run = await loadArea(area);
  if (typeof run === 'string') return { passed: 0, failures: [`${area}: ${run}`] };
  const failures: string[] = [];
  for (const line of lines) {
    const found = isVector(line) ? await differenceOf(run, line) : 'not a vector';
    if (found !== undefined) failures.push(`${line.id ?? area}: ${found.replaceAll('\n', ' ')}`);
  }
  return { passed: lines.length - failures.length, failures };
}

async function differenceOf(run: AreaRunner, vector: Vector): Promise<string | undefined> {
  try {
    return await run(vector);
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The area's code, or why there is none. */
async function loadArea(area: string): Promise<AreaRunner | string> {
  const load = Object.hasOwn(areas, area) ? areas[area] : undefined;
  if (load === undefined) return 'there is no code for this area';
  try {
    return (await load()).run;
  } catch (error) {
    return `its code can't be loaded: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A disagreement with a proposal is a vector that expects it; one without is answered by a test of its name. */
function settledDisagreement(line: Disagreement): Partial<Vector>[] {
  const { proposed, reference: _, ...vector } = line;
  if (proposed === undefined || proposed === null) return [];
  const { error } = proposed;
  return [typeof error === 'string' ? { ...vector, error } : { ...vector, expected: proposed }];
}

type Disagreement = Partial<Vector> & { readonly reference?: unknown; readonly proposed?: Vector['input'] | null };

async function readLines(file: string): Promise<Disagreement[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Disagreement;
    } catch {
      return { id: `${file}:${index + 1}` };
    }
  });
}

const isVector = (line: Partial<Vector>): line is Vector =>
  typeof line.id === 'string' && typeof line.now === 'string' && typeof line.input === 'object' && line.input !== null;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { area: { type: 'string' } } });
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new Error('usage: npm run vectors -- FOLDER [--area a,b]');
  const { passed, failures } = await runFolder(folder, values.area?.split(','));
  for (const failure of failures) console.log(failure);
  console.log(`${passed} passed, ${failures.length} failed`);
  if (failures.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
