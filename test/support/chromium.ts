/** Chromium for tests: fetched once into the user's cache, its hash checked, started without a window. */

import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { packedFromNpm } from './packed-from-npm.js';

const run = promisify(execFile);

/** A build for Linux on x64 that npm delivers. It is fetched by whoever runs the tests, never part of the repository. */
const PACKAGE = '@sparticuz/chromium@153.0.0';
const SHA512 = 'jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--hide-scrollbars',
  '--font-render-hinting=none',
  // Nothing but the loopback is reached, not even by the browser's own services.
  '--disable-background-networking',
  '--disable-component-update',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** A second on a quiet machine. */
const START_MS = 120_000;

/** Whoever starts it closes it. Throws, saying what to install, where a library is missing that the browser needs. */
export async function startChromium(): Promise<Browser> {
  const program = join(await fetched(), 'chromium');
  await needsLibraries(program);
  return chromium.launch({ executablePath: program, headless: true, args: ARGUMENTS, timeout: START_MS });
}

async function needsLibraries(program: string): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the pages are tested on Linux on x64, not on ${process.platform} on ${process.arch}. ${SKIP}`);
  }
  const { stdout } = await run('ldd', [program]);
  const missing = [...stdout.matchAll(/(\S+) => not found/g)].map(([, library]) => library);
  if (missing.length > 0) {
    throw new Error(`Chromium needs ${missing.join(', ')} (on Debian the package libnss3 brings them). ${SKIP}`);
  }
}

const SKIP = 'SOSW_SKIP=pages skips these tests.';

/** The folder with the unpacked browser. */
const fetched = (): Promise<string> =>
  packedFromNpm({
    package: PACKAGE,
    sha512: SHA512,
    home: `chromium-${PACKAGE.split('@').at(-1)}`,
    proof: 'chromium',
    finish: async (folder) => {
      const unpacked = join(folder, 'unpacked');
      mkdirSync(unpacked);
      await unpack(join(folder, 'package', 'bin'), unpacked);
      return unpacked;
    },
  });

/** The program, and beside it the libraries with which it draws without a graphics card. */
async function unpack(packed: string, folder: string): Promise<void> {
  const plain = (name: string): Buffer => brotliDecompressSync(readFileSync(join(packed, `${name}.br`)));
  const archive = join(folder, 'swiftshader.tar');
  writeFileSync(archive, plain('swiftshader.tar'));
  await run('tar', ['xf', archive, '-C', folder]);
  rmSync(archive);
  writeFileSync(join(folder, 'chromium'), plain('chromium'));
  chmodSync(join(folder, 'chromium'), 0o755);
}
