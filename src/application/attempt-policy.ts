/** Where an attempt that did not succeed leads: to its next attempt, with the delay, or to its end. */

import type { Labourer } from '../domain/labourer.js';
import type { AfterAttempt } from '../domain/life.js';
import { retryDelay, shouldRetry } from '../domain/retry.js';
import type { Task } from '../domain/task.js';
import type { Chance } from './ports/chance.js';
import type { FunctionSettings } from './ports/function-settings.js';

export class AttemptPolicy {
  readonly #functions: FunctionSettings;
  readonly #chance: Chance;

  constructor(functions: FunctionSettings, chance: Chance) {
    this.#functions = functions;
    this.#chance = chance;
  }

  async after(labourer: Labourer, task: Task): Promise<AfterAttempt> {
    if (!shouldRetry(task, labourer.maxAttempts)) return 'dead';
    const maxDuration = await this.#functions.timeout(labourer);
    return { retryAfter: retryDelay(labourer.retry, task, { maxDuration, chance: this.#chance.next() }) };
  }
}
