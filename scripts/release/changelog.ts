/**
 * Moves what is unreleased in a changelog under a version. keep-a-changelog reads it and says whether its form is right; the text itself
 * is moved as it stands, since the library's own writer would lose line breaks, and headings that are not of the six usual ones.
 */

import { type Changelog, type Change, parser, Release } from 'keep-a-changelog';
import { ReleaseError } from './release-error.js';

export interface ReleasedChangelog {
  /** The whole changelog, its section of unreleased changes empty. */
  readonly text: string;
  /** The changes of this version, without their heading. */
  readonly section: string;
}

const UNRELEASED = '## [Unreleased]';

/** `date` is YYYY-MM-DD. Throws `ReleaseError` for a changelog that has nothing unreleased, has the version already, or can't be read. */
export function released(changelog: string, version: string, date: string): ReleasedChangelog {
  const before = read(changelog);
  const [unreleased] = before.releases;
  if (unreleased === undefined || unreleased.version !== undefined || !changelog.includes(`\n${UNRELEASED}\n`)) {
    throw new ReleaseError(`CHANGELOG.md: expected "${UNRELEASED}" to be the first section`);
  }
  if (unreleased.isEmpty()) {
    throw new ReleaseError(
      `CHANGELOG.md has nothing under "${UNRELEASED}": say what the release changes for its users`,
    );
  }
  if (before.releases.some((release) => release.version === version)) {
    throw new ReleaseError(`CHANGELOG.md has a section for ${version} already`);
  }
  const [start = '', rest = ''] = halves(changelog, `\n${UNRELEASED}\n`);
  const [section] = halves(rest, /\n(?=## |\[[^\]]+\]: )/);
  const text = `${start}\n${UNRELEASED}\n\n## [${version}] - ${date}\n${rest}`;
  return { text: checked(text, version), section: (section ?? rest).trim() };
}

/** What was written reads as what was meant. */
function checked(text: string, version: string): string {
  const [unreleased, release] = read(text).releases;
  if (unreleased?.isEmpty() && release?.version === version && !release.isEmpty()) return text;
  throw new ReleaseError(`CHANGELOG.md could not be brought into the form for ${version}`);
}

function read(changelog: string): Changelog {
  try {
    return parser(changelog, { releaseCreator: (version, date, text) => new AnyRelease(version, date, text) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReleaseError(`CHANGELOG.md is not as https://keepachangelog.com wants it: ${reason}`, { cause });
  }
}

/** Takes changes under any heading. */
class AnyRelease extends Release {
  override addChange(type: string, change: Change | string): this {
    if (!this.changes.has(type)) this.changes.set(type, []);
    return super.addChange(type, change);
  }
}

/** The text before and after the first place of the separator; only one where there is none. */
function halves(text: string, separator: string | RegExp): readonly string[] {
  const found = typeof separator === 'string' ? text.indexOf(separator) : text.search(separator);
  if (found < 0) return [text];
  return [text.slice(0, found), text.slice(found + (typeof separator === 'string' ? separator.length : 1))];
}
