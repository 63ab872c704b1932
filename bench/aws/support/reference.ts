/**
 * The Python system's harness beside ours, on the same DynamoDB Local: `SOSW_REFERENCE` names its folder, which is copied and never
 * written to. Its scripts delete every table of the server first.
 */

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Figure } from '../../support/figure.js';
import { RECORDED_ON } from './recorded-reference.js';

const run = promisify(execFile);
const PACKAGES = ['sosw==0.7.51', 'boto3==1.44.5'];
/** Scripts print single objects of some thousand characters. */
const OUTPUT_MAX = 1 << 24;

export interface Reference {
  /** What a script of the harness printed. */
  run(script: string, ...args: readonly string[]): Promise<unknown>;
  close(): void;
}

/** Undefined where the environment names no harness. Installs the Python packages into a folder of its own. */
export async function openReference(dynamoEndpoint: string): Promise<Reference | undefined> {
  const source = process.env.SOSW_REFERENCE;
  if (!source) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'sosw-reference-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    for (const file of readdirSync(source).filter((name) => name.endsWith('.py'))) {
      cpSync(join(source, file), join(folder, file));
    }
    await run('python3', ['-m', 'venv', join(folder, 'venv')]);
    await run(join(folder, 'venv/bin/pip'), ['--quiet', 'install', ...PACKAGES]);
  } catch (error) {
    close();
    throw error;
  }
  const env = { ...process.env, RB_PORT: new URL(dynamoEndpoint).port };
  return {
    close,
    run: async (script, ...args) => {
      const python = join(folder, 'venv/bin/python');
      const { stdout } = await run(python, [script, ...args], { cwd: folder, env, maxBuffer: OUTPUT_MAX });
      return JSON.parse(stdout);
    },
  };
}

/** The peer of a figure: what the reference does beside it, or what it did. */
export async function referencePeer(
  reference: Reference | undefined,
  measure: (reference: Reference) => Promise<number>,
  recorded: number,
): Promise<NonNullable<Figure['peer']>> {
  if (reference === undefined) return recordedPeer(recorded);
  return { what: 'Python sosw 0.7.51', samples: [await measure(reference)] };
}

export const recordedPeer = (recorded: number) => ({
  what: `Python sosw 0.7.51, recorded ${RECORDED_ON}`,
  samples: [recorded],
});
