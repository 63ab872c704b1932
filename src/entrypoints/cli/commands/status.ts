/** `sosw status`: what each labourer has before it and behind it, why it may do what it may, and how far its jobs are. */

import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { now } from '../now.js';
import { readStatus, statusFacts, statusText } from '../status-report.js';
import { answerOrWatch, type WatchOptions } from '../watching.js';
import { type StoreOptions, withStore } from '../with-store.js';

export async function run({ options, terminal }: Call<StoreOptions & WatchOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, (data) =>
    answerOrWatch(options, terminal, async () => {
      const status = await readStatus(data, now());
      return { facts: statusFacts(status), text: () => statusText(status, terminal) };
    }),
  );
  return EXIT.ok;
}
