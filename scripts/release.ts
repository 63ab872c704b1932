/** Makes a release: `npm run release -- patch|minor|major|X.Y.Z [--dry-run] [--no-provenance]`. */

import { parseArgs } from 'node:util';
import { Commands } from './release/commands.js';
import { release } from './release/release.js';
import { ReleaseError } from './release/release-error.js';

const USAGE = `npm run release -- patch|minor|major|X.Y.Z [--dry-run] [--no-provenance]

Checks and tests, moves what is unreleased in CHANGELOG.md under the new version, commits, tags and publishes.
It refuses a tree with changes, another branch than main, and an empty section of unreleased changes.

  --dry-run        print the commands, and do nothing
  --no-provenance  publish without a statement of where the package was built

A provenance statement is signed with the identity that a CI service gives its job (OpenID Connect): npm makes one on GitHub Actions with the
permission "id-token: write", and on GitLab CI with an id token SIGSTORE_ID_TOKEN. Elsewhere only --no-provenance can publish.`;

/** Asked before anything is done: npm would refuse after the commit and the tag. */
function checkProvenance({ env }: { env: NodeJS.ProcessEnv }): void {
  if (env.ACTIONS_ID_TOKEN_REQUEST_URL !== undefined || env.SIGSTORE_ID_TOKEN !== undefined) return;
  throw new ReleaseError(`here is no CI identity for a provenance statement\n\n${USAGE}`);
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      'no-provenance': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [step, ...more] = positionals;
  if (step === undefined || more.length > 0) throw new ReleaseError(USAGE);
  const [dryRun, provenance] = [values['dry-run'], !values['no-provenance']];
  if (provenance && !dryRun) checkProvenance(process);
  const [date = ''] = new Date().toISOString().split('T');
  release({ root: process.cwd(), step, date, provenance }, new Commands(process.cwd(), { dryRun }));
}

try {
  main();
} catch (error) {
  const isForPeople = error instanceof ReleaseError || (error instanceof TypeError && 'code' in error);
  console.error(isForPeople ? error.message : error);
  process.exitCode = 1;
}
