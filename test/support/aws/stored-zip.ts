/** A zip archive of a few small texts, uncompressed: what a Lambda function is made of. */

import { crc32 } from 'node:zlib';

/** Field after field of the format's headers, two or four bytes each. */
const numbers = (...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer =>
  Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      if (bytes === 2) field.writeUInt16LE(value);
      else field.writeUInt32LE(value);
      return field;
    }),
  );

/** Texts by their names inside the archive. Source: PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16. */
export function storedZip(files: Readonly<Record<string, string>>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const path = Buffer.from(name);
    // Version 2.0, names in UTF-8, stored, 1980-01-01, checksum, sizes, length of the name, no extra field.
    const common = numbers(
      [2, 20],
      [2, 0x0800],
      [2, 0],
      [2, 0],
      [2, 0x21],
      [4, crc32(data)],
      [4, data.length],
      [4, data.length],
      [2, path.length],
      [2, 0],
    );
    const entry = Buffer.concat([numbers([4, 0x04034b50]), common, path, data]);
    // No comment, first disk, binary; the file's mode 0644 stands in the upper half.
    const tail = numbers([2, 0], [2, 0], [2, 0], [4, 0o100644 * 0x10000], [4, offset]);
    central.push(Buffer.concat([numbers([4, 0x02014b50], [2, 0x0314]), common, tail, path]));
    local.push(entry);
    offset += entry.length;
  }
  const directory = Buffer.concat(central);
  const count = central.length;
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, directory.length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...local, directory, end]);
}
