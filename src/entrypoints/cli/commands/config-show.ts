/** `sosw config show`: a stored document as it stands, or the names of all. */

import { RefusedError } from '../../../domain/errors.js';
import { awsDocuments } from '../../composition/aws-operator.js';
import type { TableOptions } from '../aws/aws-options.js';
import { isEssential } from '../aws/document-check.js';
import type { Stored } from '../aws/document-update.js';
import { onAws } from '../aws/on-aws.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { plainTable } from '../plain-table.js';
import type { Terminal } from '../terminal.js';
import { inBytes } from '../wording.js';

export async function run({ args: [name], options, terminal }: Call<TableOptions>): Promise<ExitCode> {
  return onAws(options, async (region) => {
    const { table, env, json } = options;
    const stored = await awsDocuments({ region, table, env }).all();
    if (name === undefined) {
      const names = [...stored.keys()];
      if (json) terminal.printJson({ region, table, env, documents: names });
      else terminal.print(stored.size === 0 ? `No documents of ${env} in ${table}.` : listText(stored, terminal));
      return EXIT.ok;
    }
    const document = stored.get(name);
    if (document === undefined) throw unknown(name, stored);
    if (json) terminal.printJson(document.value);
    else terminal.print(JSON.stringify(document.value, undefined, 2));
    return EXIT.ok;
  });
}

function listText(stored: Stored, { colors }: Terminal): string {
  const rows = [...stored.values()].map(({ name, value }) => [
    name,
    inBytes(Buffer.byteLength(JSON.stringify(value))),
    isEssential(name) ? 'sosw' : "a function's own",
  ]);
  return plainTable(['document', 'size', 'of'].map(colors.dim), rows);
}

const unknown = (name: string, stored: Stored): RefusedError =>
  new RefusedError('config.unknown', {
    path: 'name',
    expected: stored.size === 0 ? 'a document; there are none' : `one of ${[...stored.keys()].join(', ')}`,
    found: name,
  });
