/** Samples of labourers in SQLite, thinned out as they grow old. */

import type { History, HistoryQuery, Sample, SampleLog } from '../../application/ports/history.js';
import type { Logger } from '../../application/ports/logger.js';
import type { LabourerId } from '../../domain/ids.js';
import type { EpochSeconds } from '../../domain/time.js';
import { evenInstants, forgottenBefore, thinningsBetween } from '../shared/sample-retention.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import { SAMPLE_COLUMNS, type SampleRow, sampleOfRow, sampleValues } from './sample-row.js';
import type { StoreDatabase } from './store-database.js';

export class SqliteHistory implements History, SampleLog {
  readonly #database: StoreDatabase;
  readonly #logger: Pick<Logger, 'warn'> | undefined;
  readonly #insert;
  readonly #ends;
  readonly #thin;
  readonly #forget;
  readonly #all;
  readonly #isMore;
  readonly #even;
  readonly #span;

  constructor(database: StoreDatabase, logger?: Pick<Logger, 'warn'>) {
    this.#database = database;
    this.#logger = logger;
    const { samples } = FIXED_NAMES;
    const ofLabourer = `FROM ${samples} WHERE labourer_id = ?`;
    const places = SAMPLE_COLUMNS.map(() => '?');
    this.#insert = database.statement(`INSERT OR REPLACE INTO ${samples} (${SAMPLE_COLUMNS}) VALUES (${places})`);
    const end = (which: 'min' | 'max') => `(SELECT ${which}(at) ${ofLabourer} AND at BETWEEN ? AND ?)`;
    this.#ends = database.statement<[first: number | null, last: number | null]>(`SELECT ${end('min')}, ${end('max')}`);
    this.#thin = database.statement(
      `DELETE ${ofLabourer} AND at >= ? AND at < ? AND at NOT IN
        (SELECT max(at) ${ofLabourer} AND at >= ? AND at < ? GROUP BY floor(at / ?))`,
    );
    this.#forget = database.statement(`DELETE ${ofLabourer} AND at < ?`);
    this.#all = database.statement<SampleRow>(
      `SELECT ${SAMPLE_COLUMNS} ${ofLabourer} AND at BETWEEN ? AND ? ORDER BY at`,
    );
    this.#isMore = database.statement<[1]>(`SELECT 1 ${ofLabourer} AND at BETWEEN ? AND ? LIMIT 1 OFFSET ?`);
    this.#even = database.statement<SampleRow>(
      `SELECT ${SAMPLE_COLUMNS} ${ofLabourer} AND at IN
        (SELECT (SELECT max(at) ${ofLabourer} AND at <= instants.value) FROM json_each(?) AS instants) ORDER BY at`,
    );
    this.#span = database.statement<[from: EpochSeconds | null, to: EpochSeconds | null]>(
      `WITH RECURSIVE known(id) AS (SELECT min(labourer_id) FROM ${samples} UNION ALL
          SELECT (SELECT min(labourer_id) FROM ${samples} WHERE labourer_id > known.id) FROM known WHERE known.id IS NOT NULL)
        SELECT min((SELECT min(at) FROM ${samples} WHERE labourer_id = known.id)),
          max((SELECT max(at) FROM ${samples} WHERE labourer_id = known.id)) FROM known`,
    );
  }

  async write(samples: readonly Sample[]): Promise<void> {
    try {
      await this.#database.change(samples.length, () => {
        for (const sample of samples) this.#write(sample);
      });
    } catch (error) {
      this.#logger?.warn('samples could not be written down', { samples: samples.length, error });
    }
  }

  #write(sample: Sample): void {
    const { labourerId, at } = sample;
    const range = [labourerId, 0, at];
    const previous = this.#ends.get(...range, ...range)?.[1] ?? undefined;
    this.#insert.run(...sampleValues(sample));
    if (previous === undefined) return;
    const thinnings = thinningsBetween(previous, at);
    for (const { from, before, every } of thinnings) {
      this.#thin.run(labourerId, from, before, labourerId, from, before, every);
    }
    if (thinnings.length > 0) this.#forget.run(labourerId, forgottenBefore(at));
  }

  async read(query: HistoryQuery): Promise<ReadonlyMap<LabourerId, readonly Sample[]>> {
    return this.#database.read(() =>
      this.#database.snapshot(() => new Map(query.labourerIds.map((id) => [id, this.#samplesOf(id, query)] as const))),
    );
  }

  /** All of them where they are no more than the points; else the last one up to each of the instants. */
  #samplesOf(labourerId: LabourerId, { from, to, points }: HistoryQuery): readonly Sample[] {
    const range = [labourerId, from, to];
    const isMore = this.#isMore.get(...range, points) !== undefined;
    if (!isMore) return this.#all.all(...range).map(sampleOfRow);
    const [first, last] = this.#ends.get(...range, ...range) ?? [null, null];
    if (first === null || last === null) return [];
    const instants = JSON.stringify(evenInstants(first, last, points));
    return this.#even.all(labourerId, labourerId, instants).map(sampleOfRow);
  }

  async span(): Promise<{ readonly from: EpochSeconds; readonly to: EpochSeconds } | undefined> {
    const [from, to] = this.#database.read(() => this.#span.get()) ?? [null, null];
    return from === null || to === null ? undefined : { from, to };
  }
}
