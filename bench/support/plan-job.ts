/** Files for `sosw plan`: a configuration, and a job written piece by piece, for it may be as large as it likes. */

import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PlanFiles {
  readonly job: string;
  readonly config: string;
}

const files = (directory: string): PlanFiles => ({
  job: join(directory, 'job.json'),
  config: join(directory, 'sosw.json'),
});

function writeConfig(file: string, chunkableAttrs: readonly string[]): void {
  const attrs = chunkableAttrs.map((name) => [name, {}]);
  const config = {
    task_config: { labourers: { bench: {} } },
    job_schema_variants: { default: { chunkable_attrs: attrs } },
  };
  writeFileSync(file, JSON.stringify(config));
}

/** Sections of stores of products, each name its own: every product is a task. The names are those of `bare-loops.mjs`. */
export function writeNestedJob(directory: string, sections: number, stores: number, products: number): PlanFiles {
  const { job, config } = files(directory);
  writeConfig(config, ['section', 'store', 'product']);
  writeFileSync(job, '{"lambda_name":"bench","isolate_products":true,"sections":{');
  for (let section = 0; section < sections; section++) {
    const storeOf = (store: number) => [
      `store_${section}_${store}`,
      { products: Array.from({ length: products }, (_, product) => `product_${section}_${store}_${product}`) },
    ];
    const below = { stores: Object.fromEntries(Array.from({ length: stores }, (_, store) => storeOf(store))) };
    appendFileSync(job, `${section === 0 ? '' : ','}"section_${section}":${JSON.stringify(below)}`);
  }
  appendFileSync(job, '}}');
  return { job, config };
}

/** Values on each of the last so many days: every value of every day is a task. */
export function writeFlatJob(directory: string, days: number, values: number): PlanFiles {
  const { job, config } = files(directory);
  writeConfig(config, ['product']);
  const products = Array.from({ length: values }, (_, value) => `product_${value}`);
  const event = {
    lambda_name: 'bench',
    period: `last_${days}_days`,
    isolate_days: true,
    isolate_products: true,
    products,
  };
  writeFileSync(job, JSON.stringify(event));
  return { job, config };
}
