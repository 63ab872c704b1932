import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sosw } from './run-sosw.js';
import { workspace } from './workspace.js';

const MAIN = fileURLToPath(new URL('../../../dist/entrypoints/cli/main.js', import.meta.url));

describe('completion', () => {
  const offered = async (cwd: string, ...words: string[]): Promise<string[]> => {
    const { code, stdout } = await sosw(['complete', '--', ...words], { cwd });
    expect(code).toBe(0);
    return stdout
      .split('\n')
      .flatMap((line) => (line.startsWith(':') || line === '' ? [] : [line.split('\t')[0] ?? '']));
  };

  it('offers commands, options, choices, states, and the labourers of the configuration, without opening the data', async () => {
    const { folder, hasData } = workspace();
    expect(await offered(folder, '')).toEqual(
      expect.arrayContaining(['run', 'tasks', 'labourers', 'dead', 'completion']),
    );
    expect(await offered(folder, 'labourers', 'p')).toEqual(['pause']);
    expect(await offered(folder, 'tasks', 'list', '--created')).toEqual(['--created-from', '--created-before']);
    expect(await offered(folder, 'tasks', 'list', '--state', 'd')).toEqual(['done', 'dead']);
    expect(await offered(folder, 'labourers', 'list', '--sort', 'w')).toEqual(['wait']);
    expect(await offered(folder, 'dead', 'redrive', '--labourer', '')).toEqual(['shout', 'elsewhere']);
    expect(await offered(folder, 'labourers', 'pause', 's')).toEqual(['shout']);
    expect(await offered(folder, 'explain', '--config', 'other.yaml', '')).toEqual([]);
    expect(hasData()).toBe(false);
  });

  it.each(['bash', 'zsh', 'fish', 'powershell'])('has a script for %s, which asks this program', async (shell) => {
    const { code, stdout } = await sosw(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout.split('\n').some((line) => /sosw.* complete '?--'?/.test(line))).toBe(true);
  });

  it('completes in a real bash', async () => {
    const { folder } = workspace();
    const script = `
      sosw() { "${process.execPath}" "${MAIN}" "$@"; }
      _get_comp_words_by_ref() { words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur="\${COMP_WORDS[COMP_CWORD]}"; prev="\${COMP_WORDS[COMP_CWORD-1]}"; }
      compopt() { :; }
      source <(sosw completion bash)
      COMP_WORDS=(sosw labourers pause ''); COMP_CWORD=3
      __sosw_complete
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'shout\nelsewhere\n', stderr: '' });
  });

  it('refuses a shell that it has no script for', async () => {
    const { code, stderr } = await sosw(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(stderr).toContain('Allowed choices are bash, zsh, fish, powershell');
  });
});
