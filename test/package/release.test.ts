/** `npm run release`: its dry run in a clone of this repository, and the whole of it in a small one. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { released } from '../../scripts/release/changelog.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type Ended, ended, output, ROOT, tool } from './support/commands.js';
import { startRegistry } from './support/registry.js';

// Git, npm and tsx take seconds on an idle machine, and a minute beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** Git knows nobody's settings here, and npm nobody's registry; no CI service has given an identity. */
const ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.org',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.org',
  ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
  SIGSTORE_ID_TOKEN: undefined,
};

const CHANGELOG = `# Changelog

The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [Unreleased]

### Added

* A thing that takes
  two lines.

### Changed against the Python system

* Another one.

## [1.2.3] - 2025-01-31

### Fixed

* An old one.
`;

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

const git = (cwd: string, ...args: string[]): Promise<string> => output('git', args, { cwd, env: ENVIRONMENT });

/** A repository of a package whose check and tests say that they ran. */
async function smallRepository(): Promise<string> {
  const folder = temporaryFolder();
  folders.push(folder);
  const write = (name: string, value: unknown) =>
    writeFileSync(
      join(folder.path, name),
      typeof value === 'string' ? value : `${JSON.stringify(value, undefined, 2)}\n`,
    );
  const say = (what: string) => `node -e "fs.appendFileSync('ran.log', '${what} ')"`;
  const identity = { name: 'sosw-release-test', version: '1.2.3' };
  write('package.json', { ...identity, scripts: { check: say('check'), test: say('test'), prepack: say('prepack') } });
  write('package-lock.json', { ...identity, lockfileVersion: 3, requires: true, packages: { '': identity } });
  write('CHANGELOG.md', CHANGELOG);
  write('.gitignore', 'ran.log\n.npmrc\n');
  await git(folder.path, 'init', '--quiet', '--initial-branch', 'main');
  await git(folder.path, 'add', '.');
  await git(folder.path, 'commit', '--quiet', '--message', 'Begin');
  return folder.path;
}

const release = (cwd: string, ...args: string[]): Promise<Ended> =>
  ended(tool('tsx'), [join(ROOT, 'scripts/release.ts'), ...args], { cwd, env: ENVIRONMENT });

const linesOf = (text: string): string[] => text.trim().split('\n');
/** The day of a release in its text, as `TODAY`: it may have begun before midnight, and ended after it. */
const dayless = (text: string, began: Date): string =>
  [began, new Date()].reduce((rest, day) => rest.replace(day.toISOString().slice(0, 10), 'TODAY'), text);

describe('the dry run of a release', () => {
  it('prints every command in order, and changes nothing, in a clone of this repository', async () => {
    const folder = temporaryFolder();
    folders.push(folder);
    await git(ROOT, 'clone', '--quiet', ROOT, folder.path);
    await git(folder.path, 'checkout', '--quiet', '-B', 'main');
    const manifest = JSON.parse(readFileSync(join(folder.path, 'package.json'), 'utf8'));
    const [major, minor] = manifest.version.split('.').map(Number);
    const version = `${major}.${minor + 1}.0`;
    writeFileSync(join(folder.path, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n### Fixed\n\n* One thing.\n');
    await git(folder.path, 'commit', '--all', '--quiet', '--message', 'Something to release');
    const head = await git(folder.path, 'rev-parse', 'HEAD');

    const began = new Date();
    const { code, stdout, stderr } = await release(folder.path, 'minor', '--dry-run');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(linesOf(dayless(stdout, began))).toEqual([
      '$ npm run check',
      '$ npm test',
      `$ npm version ${version} --no-git-tag-version --ignore-scripts`,
      `write CHANGELOG.md: what was unreleased is under [${version}] - TODAY`,
      `$ git commit --message 'Release ${version}' package.json package-lock.json CHANGELOG.md`,
      `$ git tag --annotate --cleanup=whitespace --message 'v${version}\\n\\n### Fixed\\n\\n* One thing.' v${version}`,
      '$ npm publish --provenance --access public',
      'left to do: git push --follow-tags origin main',
    ]);
    expect(await git(folder.path, 'status', '--porcelain')).toBe('');
    expect(await git(folder.path, 'rev-parse', 'HEAD')).toBe(head);
    expect(await git(folder.path, 'tag', '--list', `v${version}`)).toBe('');
  });
});

describe('a release', () => {
  it("can move this repository's own changelog, and leaves its lines as they are", () => {
    const opening = '\n## [Unreleased]\n';
    const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').replace(
      opening,
      `${opening}\n### Fixed\n\n* One thing.\n`,
    );
    const { text, section } = released(changelog, '99.0.0', '2099-01-31');
    expect(text.replace('\n## [99.0.0] - 2099-01-31\n', '')).toBe(changelog);
    expect(section).toMatch(/^### Fixed\n\n\* One thing\./);
  });

  it('checks, tests, moves the changelog, sets the version, commits, tags and publishes', async () => {
    const folder = await smallRepository();
    const began = new Date();
    const registry = await startRegistry();
    try {
      const { host } = new URL(registry.url);
      writeFileSync(join(folder, '.npmrc'), `registry=${registry.url}\n//${host}/:_authToken=none\n`);
      const { code, stdout, stderr } = await release(folder, 'patch', '--no-provenance');
      expect(code, stderr).toBe(0);
      expect(linesOf(stdout).at(-1)).toBe('left to do: git push --follow-tags origin main');
      expect(registry.publications).toMatchObject([{ 'dist-tags': { latest: '1.2.4' }, access: 'public' }]);
      expect(Object.keys(registry.publications[0]?._attachments ?? {})).toEqual(['sosw-release-test-1.2.4.tgz']);
    } finally {
      await registry.close();
    }
    expect(readFileSync(join(folder, 'ran.log'), 'utf8')).toBe('check test prepack ');
    expect(await git(folder, 'status', '--porcelain')).toBe('');
    expect(await git(folder, 'log', '-1', '--format=%s', 'v1.2.4')).toBe('Release 1.2.4\n');
    expect(await git(folder, 'tag', '--list', '--format=%(contents)', 'v1.2.4')).toBe(
      'v1.2.4\n\n### Added\n\n* A thing that takes\n  two lines.\n\n### Changed against the Python system\n\n* Another one.\n\n',
    );
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
    expect([lock.version, lock.packages[''].version]).toEqual(['1.2.4', '1.2.4']);
    expect(dayless(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8'), began)).toBe(
      CHANGELOG.replace('## [Unreleased]\n', '## [Unreleased]\n\n## [1.2.4] - TODAY\n'),
    );
  });

  it('changes nothing after a check that fails', async () => {
    const folder = await smallRepository();
    const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
    writeFileSync(join(folder, 'package.json'), manifest.replace(/"check": ".*"/, '"check": "exit 3"'));
    await git(folder, 'commit', '--all', '--quiet', '--message', 'Fail');
    const { code, stderr } = await release(folder, 'patch', '--no-provenance');
    expect(code).toBe(1);
    expect(stderr).toContain('npm run check ended with 3');
    expect(await git(folder, 'status', '--porcelain')).toBe('');
    expect(await git(folder, 'tag', '--list')).toBe('');
  });
});

describe('a release is refused, with the reason,', () => {
  const refusals: [string, RegExp, (folder: string) => unknown, string[]][] = [
    [
      'of a tree with changes',
      /not in the repository:\n\?\? new\.txt/,
      (at) => writeFileSync(join(at, 'new.txt'), ''),
      ['patch'],
    ],
    [
      'from another branch',
      /made from main, and this is other/,
      (at) => git(at, 'checkout', '--quiet', '-b', 'other'),
      ['patch'],
    ],
    ['of a version that is not higher', /1\.2\.3 is not higher than 1\.2\.3/, () => undefined, ['1.2.3']],
    ['of what is no version', /"1\.2" is no version/, () => undefined, ['1.2']],
    ['of a version with a suffix', /"2\.0\.0-rc\.1" is no version/, () => undefined, ['2.0.0-rc.1']],
    ['of a tag that is there', /there is a tag v1\.3\.0 already/, (at) => git(at, 'tag', 'v1.3.0'), ['minor']],
    ['without a step', /npm run release -- patch\|minor\|major\|X\.Y\.Z/, () => undefined, []],
    ['with an unknown option', /Unknown option '--force'/, () => undefined, ['patch', '--force']],
  ];

  it.each(refusals)('%s', async (_, reason, prepare, args) => {
    const folder = await smallRepository();
    await prepare(folder);
    const { code, stdout, stderr } = await release(folder, ...args, '--dry-run');
    expect(stderr).toMatch(reason);
    expect([code, stdout]).toEqual([1, '']);
  });

  it.each([
    [
      'with nothing under it',
      CHANGELOG.replace(/(## \[Unreleased\]\n)[\s\S]*(?=## \[1\.2\.3\])/, '$1\n'),
      /has nothing under "## \[Unreleased\]"/,
    ],
    [
      'without it',
      CHANGELOG.replace('## [Unreleased]', '## [1.2.4] - 2025-02-01'),
      /expected "## \[Unreleased\]" to be the first/,
    ],
    ['in another form', CHANGELOG.replace('## [1.2.3] - 2025-01-31', '## the old one'), /Parse error in the line/],
  ])('of a changelog %s', async (_, changelog, reason) => {
    const folder = await smallRepository();
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    await git(folder, 'commit', '--all', '--quiet', '--message', 'Change');
    const { code, stderr } = await release(folder, 'patch', '--dry-run');
    expect(stderr).toMatch(reason);
    expect(code).toBe(1);
  });

  it('where no CI identity can sign where the package was built', async () => {
    const folder = await smallRepository();
    const { code, stderr } = await release(folder, 'patch');
    expect(stderr).toMatch(/no CI identity for a provenance statement[\s\S]*id-token: write/);
    expect(code).toBe(1);
  });
});
