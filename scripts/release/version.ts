/** The next version's number. */

import { ReleaseError } from './release-error.js';

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/**
 * `step` is `patch`, `minor`, `major` or a number that is higher than the current one. Throws `ReleaseError` for anything else; versions
 * with a suffix (`1.0.0-rc.1`) are not released this way, since npm would offer them as the latest.
 */
export function nextVersion(current: string, step: string): string {
  const [major, minor, patch] = numbersOf(current);
  switch (step) {
    case 'major':
      return `${major + 1}.0.0`;
    case 'minor':
      return `${major}.${minor + 1}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
    default:
      if (isHigher(numbersOf(step), [major, minor, patch])) return step;
      throw new ReleaseError(`${step} is not higher than ${current}, the version of package.json`);
  }
}

type Numbers = readonly [major: number, minor: number, patch: number];

function numbersOf(version: string): Numbers {
  const [, major, minor, patch] = VERSION.exec(version) ?? [];
  if (patch !== undefined) return [Number(major), Number(minor), Number(patch)];
  throw new ReleaseError(`"${version}" is no version: give patch, minor, major or three numbers such as 1.2.3`);
}

function isHigher(one: Numbers, other: Numbers): boolean {
  const [difference = 0] = one.map((number, index) => number - (other[index] ?? 0)).filter((value) => value !== 0);
  return difference > 0;
}
