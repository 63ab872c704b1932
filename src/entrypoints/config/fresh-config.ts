/** Configuration that is never older than `config_max_age`: a changed document is in force without another deployment. */

import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import { type EpochSeconds, later } from '../../domain/time.js';
import type { EssentialConfig } from './config.js';

export interface FreshConfigParts<Composed> {
  /** Reads the documents. */
  readonly load: () => Promise<EssentialConfig>;
  /** Makes of a configuration what works by it. May refuse it. */
  readonly compose: (config: EssentialConfig) => Composed;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface InForce<Composed> {
  readonly config: EssentialConfig;
  readonly composed: Composed;
  /** When the documents were last asked for, whether they could be read or not. */
  readonly askedAt: EpochSeconds;
}

export class FreshConfig<Composed> {
  readonly #parts: FreshConfigParts<Composed>;
  #inForce: InForce<Composed> | undefined;

  constructor(parts: FreshConfigParts<Composed>) {
    this.#parts = parts;
  }

  /**
   * What works by the configuration as it stands; the same until a document has changed. Rejects only while nothing was ever read: later a
   * document that can't be read, or is wrong, is logged, and what was in force stays in force until it is asked for again.
   */
  async current(): Promise<{ readonly config: EssentialConfig; readonly composed: Composed }> {
    const now = this.#parts.clock.now();
    const last = this.#inForce;
    if (last === undefined) return this.#take(await this.#parts.load(), now);
    // A clock that was set back must not keep an old configuration in force.
    if (now >= last.askedAt && now < later(last.askedAt, last.config.aws.configMaxAge)) return last;
    try {
      const config = await this.#parts.load();
      if (config.hash !== last.config.hash) return this.#take(config, now);
    } catch (error) {
      this.#parts.logger.error('the changed configuration is not in force; the last good one is', { error });
    }
    this.#inForce = { ...last, askedAt: now };
    return this.#inForce;
  }

  #take(config: EssentialConfig, askedAt: EpochSeconds): InForce<Composed> {
    const composed = this.#parts.compose(config);
    const { logger } = this.#parts;
    logger.info('a configuration is in force', { hash: config.hash, labourers: config.labourers.all().length });
    for (const { code, path, message } of config.warnings) logger.warn(message, { code, path });
    this.#inForce = { config, composed, askedAt };
    return this.#inForce;
  }
}
