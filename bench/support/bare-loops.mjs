/**
 * The bound that Node itself sets for `sosw plan --ndjson`: the same payloads from three bare loops, each object stringified by
 * itself and written to standard output in chunks of 64 KiB. Arguments: sections, stores a section, products a store.
 */

import { writeSync } from 'node:fs';

const [sections, stores, products] = process.argv.slice(2).map(Number);
const CHUNK = 65_536;
let chunk = '';

for (let section = 0; section < sections; section++) {
  for (let store = 0; store < stores; store++) {
    for (let product = 0; product < products; product++) {
      const task = {
        isolate_products: true,
        sections: [`section_${section}`],
        stores: [`store_${section}_${store}`],
        products: [`product_${section}_${store}_${product}`],
      };
      chunk += `${JSON.stringify(task)}\n`;
      if (chunk.length >= CHUNK) {
        writeSync(1, chunk);
        chunk = '';
      }
    }
  }
}
writeSync(1, chunk);
