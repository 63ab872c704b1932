/** "Start in five minutes", typed as it stands there; `sosw` is the built one. */

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { fencedBlocks, readPage } from './fenced-blocks.js';

const MAIN = fileURLToPath(new URL('../../dist/entrypoints/cli/main.js', import.meta.url));
/** Where the page's reader works. */
const HOME = '/home/me/try-sosw';

/** Each command with what the page says that it prints. */
function typed(page: string): { command: string; output: string }[] {
  return fencedBlocks(page)
    .filter(({ info }) => info === 'console')
    .flatMap(({ text }) => text.split(/^\$ /m).filter(Boolean))
    .map((session) => {
      const [command = '', ...output] = session.split('\n');
      return { command, output: output.join('\n').trimEnd() };
    });
}

/** Without what differs from run to run: how long it took. */
const timeless = (output: string): string => output.replace(/[\d.]+ (s|%)$/gm, '… $1');

describe('docs/start.md', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const commands = typed(readPage('docs/start.md'));
  const start = join(folder.path, 'try-sosw');
  mkdirSync(start);
  let cwd = start;

  it('has a session from init to status', () => {
    expect(commands.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['npx sosw init demo', 'npx sosw run job.json', 'npx sosw status']),
    );
  });

  it.each(commands)('$command', ({ command, output }) => {
    const script = `npx() { shift; "${process.execPath}" "${MAIN}" "$@"; }; ${command}`;
    const printed = execFileSync('bash', ['-c', script], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (command.startsWith('cd ')) cwd = join(cwd, command.slice('cd '.length));
    expect(timeless(printed.trimEnd().replaceAll(start, HOME))).toBe(timeless(output));
  });
});
