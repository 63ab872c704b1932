/** The names of queue files: plain ones, which can lead nowhere out of the queue's folder, made from a job's identity. */

import { RefusedError } from './errors.js';

const NAME_LENGTH = 200;
const PLAIN_NAME = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;
const OTHER_CHARACTER = /[^A-Za-z0-9_.-]/gu;

/** Digits of the digest that stand for what a name can't show. */
const DIGEST_DIGITS = 16;
const ENDS_LIKE_DIGEST = new RegExp(`-[0-9a-f]{${DIGEST_DIGITS}}$`);

/** Refuses (`queue_file.name`) anything that is not a plain name; gives the name back. */
export function assertQueueFileName(name: string): string {
  if (typeof name === 'string' && name.length <= NAME_LENGTH && PLAIN_NAME.test(name)) return name;
  throw new RefusedError('queue_file.name', {
    path: 'file_name',
    expected: `a plain name of 1 to ${NAME_LENGTH} letters, digits, "_", "-" and ".", not beginning with "."`,
    found: name,
  });
}

/**
 * The name of a job's queue file: `<stem>_<identity>.<ext>`, without the dot where `ext` is empty.
 *
 * @param job - Stem and extension of the configured `queue_file`; the job's identity, which may hold any characters;
 *   its digest in hex. Where a name can't show the identity as it is, the first digits of the digest are added, so that
 *   two identities never share a name, not even on a disk that takes upper and lower case for the same.
 * @returns A plain name, without any folder.
 * @throws RefusedError `queue_file.name` for a stem or extension that makes no plain name.
 * @example
 * ```ts
 * queueFileName({ stem: 'tasks_queue', identity: 'daily-7', ext: 'txt', digest }); // 'tasks_queue_daily-7.txt'
 * ```
 */
export function queueFileName(job: {
  readonly stem: string;
  readonly identity: string;
  readonly ext: string;
  readonly digest: string;
}): string {
  const end = job.ext === '' ? '' : `.${job.ext}`;
  const room = NAME_LENGTH - job.stem.length - end.length - 1;
  return assertQueueFileName(`${job.stem}_${plainIdentity(job.identity, job.digest, room)}${end}`);
}

function plainIdentity(identity: string, digest: string, room: number): string {
  const plain = identity.replace(OTHER_CHARACTER, '-');
  const isItself = plain === identity && plain === plain.toLowerCase() && plain.length <= room;
  // An identity that looks like a name with a digest gets one too, else it could be taken for another's.
  if (isItself && !ENDS_LIKE_DIGEST.test(plain)) return plain;
  const suffix = `-${digest.slice(0, DIGEST_DIGITS)}`;
  return plain.slice(0, Math.max(room - suffix.length, 0)) + suffix;
}
