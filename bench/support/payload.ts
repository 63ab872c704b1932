/** The payload of all queues' tasks here: some 200 bytes of JSON. */

export type BenchPayload = ReturnType<typeof benchPayload>;

const benchPayload = (row: number) => ({
  task: 'ingest.chunk',
  seq: row,
  region: 'eu-west-1',
  bucket: 'orders-archive-2024',
  key: `part/2024-06-01/000123/segment-${row}.json`,
  from: row * 100,
  to: row * 100 + 99,
  tags: ['nightly', 'tenant-42'],
  retry: 0,
});

export const benchPayloads = (count: number): BenchPayload[] =>
  Array.from({ length: count }, (_, row) => benchPayload(row));
