/**
 * Counts how often a word was used in the posts of a topic on a day. What it returns, and how it ends, the library reports to the
 * WorkerAssistant.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { worker } from 'sosw/worker';
import * as z from 'zod/mini';

/** The payload of one task: of each attribute that the job is chunked by, one value. */
interface Event {
  readonly topics: readonly [string];
  readonly words: readonly [string];
  readonly date_list: readonly [string];
}

/** The worker's own configuration: `config/self.json`, stored as the document `sosw_tutorial_count_hashtags_config`. */
const config = z.object({ language: z._default(z.string(), 'en') });

export const handler = worker({
  config,
  async run({ topics: [topic], words: [word], date_list: [date] }: Event, { config: { language }, stats }) {
    const count = await countOf(`${topic}${word}${date}${language}`);
    stats.add('posts', count);
    return { topic, word, date, count };
  },
});

/** Stands for the slow, fragile interface that a real worker would ask. */
async function countOf(question: string): Promise<number> {
  await sleep(500);
  return [...question].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1000, 7);
}
