/**
 * Counts how often a word was used in the posts of a topic on a day. A worker is a function of an event: the payload of one task
 * (`topics`, `words`, `date_list`) and the task's own fields (`task_id`, `created_at`, `sosw_attempt`, …).
 */

import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const posts = JSON.parse(await readFile(new URL('posts.json', import.meta.url), 'utf8'));

/** What is returned is kept as the task's result; an error that is thrown fails the attempt, and sosw tries again. */
export async function handler(event) {
  const {
    topics: [topic],
    words: [word],
    date_list: [date],
  } = event;
  const chance = diceOf(word);

  // Pulling posts over a network takes its time, and fails now and then: here the first attempt of some words.
  if (chance % 8 === 0 && event.sosw_attempt === 1) {
    await sleep(300);
    throw new Error(`the feed of ${topic} did not answer`);
  }
  await sleep(700 + (chance % 500));

  const spoken = new RegExp(`\\b${word}\\b`, 'i');
  const found = posts
    .filter((post) => post.tags.includes(topic) && dateOf(post, event.created_at) === date)
    .filter((post) => spoken.test(post.text));
  return { word, topic, date, count: found.length };
}

/** Posts carry an age, so that the tutorial has fresh ones on any day: days before the task was created. */
function dateOf({ age_days: age }, createdAt) {
  return new Date((createdAt - age * 86_400) * 1000).toISOString().slice(0, 10);
}

/** The same number for the same word, every time. */
function diceOf(word) {
  let sum = 0;
  for (const letter of word) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return sum;
}
