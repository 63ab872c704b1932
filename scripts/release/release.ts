/** A release from its first check to its publication. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { released } from './changelog.js';
import type { Commands } from './commands.js';
import { ReleaseError } from './release-error.js';
import { nextVersion } from './version.js';

export interface ReleaseOptions {
  /** The repository. */
  readonly root: string;
  /** `patch`, `minor`, `major` or a version. */
  readonly step: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly provenance: boolean;
}

const BRANCH = 'main';
const FILES = ['package.json', 'package-lock.json', 'CHANGELOG.md'];

/** Throws `ReleaseError` before anything is changed, or where a command fails; what was done until then stays, to be looked at. */
export function release({ root, step, date, provenance }: ReleaseOptions, commands: Commands): void {
  const version = nextVersion(versionOf(root), step);
  const tag = `v${version}`;
  checkRepository(commands, tag);
  const { text, section } = released(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version, date);

  commands.run('npm', 'run', 'check');
  commands.run('npm', 'test');
  commands.run('npm', 'version', version, '--no-git-tag-version', '--ignore-scripts');
  commands.write('CHANGELOG.md', text, `what was unreleased is under [${version}] - ${date}`);
  commands.run('git', 'commit', '--message', `Release ${version}`, ...FILES);
  // By default git would take the section's headings for comments.
  commands.run('git', 'tag', '--annotate', '--cleanup=whitespace', '--message', `${tag}\n\n${section}`, tag);
  commands.run('npm', 'publish', ...(provenance ? ['--provenance'] : []), '--access', 'public');
  console.log(`left to do: git push --follow-tags origin ${BRANCH}`);
}

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return String(version);
}

function checkRepository(commands: Commands, tag: string): void {
  const branch = commands.ask('git', 'rev-parse', '--abbrev-ref', 'HEAD');
  if (branch !== BRANCH) throw new ReleaseError(`releases are made from ${BRANCH}, and this is ${branch}`);
  const changes = commands.ask('git', 'status', '--porcelain');
  if (changes !== '') throw new ReleaseError(`commit first, or put aside, what is not in the repository:\n${changes}`);
  if (commands.ask('git', 'tag', '--list', tag) !== '') throw new ReleaseError(`there is a tag ${tag} already`);
}
