/** Rows in the documented form, as the reference's harness loads them: what a pass finds in the tables. */

import { randomUUID } from 'node:crypto';

type Item = Record<string, { S: string } | { N: string }>;

/** One queued task of the labourer; `others` are further attributes, or other values. */
export function taskRow(labourerId: string, place: number, others: Item = {}): Item {
  return {
    task_id: { S: randomUUID().replaceAll('-', '') },
    labourer_id: { S: labourerId },
    created_at: { N: String(Date.now() / 1000) },
    greenfield: { N: String(2000 + 1000 * place) },
    attempts: { N: '0' },
    payload: { S: JSON.stringify({ isolate_products: true, products: [`product_${place}`] }) },
    ...others,
  };
}

/** What greenfields of claimed tasks have above the time of their claim, in seconds (`greenfield_invocation_delta`). */
export const INVOCATION_DELTA = 31_557_600;
