/**
 * A worker in the style of one function. It counts the words of one text.
 *
 * sosw cuts the job (jobs/count-words.json) into tasks, one a text, and calls this function once for each of them.
 */

import { worker } from 'sosw/worker';
import * as z from 'zod/mini';

/** The payload of one task: the part of the job that is this task's. Chunked attributes come as lists, here of one text. */
interface Event {
  readonly texts: readonly [string];
}

/**
 * The worker's own configuration, checked when it is read. On AWS it is the document `count_words_config`, in `sosw run` it stands in
 * sosw.yaml. Any library of schemas does that knows Standard Schema: zod, valibot, arktype …
 */
const config = z.object({
  /** Words that are not counted. */
  ignore: z._default(z.array(z.string()), []),
});

export const handler = worker({
  config,
  async run(event: Event, { config, stats }) {
    const words = event.texts[0].toLowerCase().match(/\p{Letter}+/gu) ?? [];
    // What is thrown fails this attempt. sosw keeps the error's class and message, and tries again up to `max_attempts` times.
    if (words.length === 0) throw new RangeError('the text has no words');

    const counted = words.filter((word) => !config.ignore.includes(word));
    // Counters of this run, kept with the task as `stat_words` and `stat_ignored`.
    stats.add('words', counted.length);
    stats.add('ignored', words.length - counted.length);

    // The result, kept with the task as `result_words` and `result_longest`.
    return { words: counted.length, longest: longestOf(counted) };
  },
});

const longestOf = (words: readonly string[]): string =>
  words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
