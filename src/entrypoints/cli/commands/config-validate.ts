/** `sosw config validate`: whether the essentials can read documents, files without asking AWS, or else those that are stored. */

import type { Json } from '../../../domain/task.js';
import { awsDocuments } from '../../composition/aws-operator.js';
import type { TableOptions } from '../aws/aws-options.js';
import { checkDocuments, isEssential } from '../aws/document-check.js';
import { type GivenDocument, givenDocuments } from '../aws/given-documents.js';
import { onAws } from '../aws/on-aws.js';
import type { Call } from '../command-module.js';
import { warn } from '../configured.js';
import { EXIT, type ExitCode } from '../exit-code.js';

export async function run({ args, options, terminal }: Call<TableOptions>): Promise<ExitCode> {
  const documents = args.length === 0 ? await storedDocuments(options) : givenDocuments(args);
  const warnings = await checkDocuments(documents, new Map());
  for (const warning of warnings) warn(terminal, warning);
  const facts = documents.map(({ name }) => ({ name, checked: isEssential(name) }));
  if (options.json) terminal.printJson({ documents: facts, warnings });
  else if (facts.length === 0) terminal.print(`No documents of ${options.env} in ${options.table}.`);
  else terminal.print(facts.map(({ name, checked }) => `${name}: ${checked ? 'valid' : NOT_OURS}`).join('\n'));
  return EXIT.ok;
}

const NOT_OURS = "JSON; what is in it is its function's own business";

const storedDocuments = (options: TableOptions): Promise<readonly GivenDocument[]> =>
  onAws(options, async (region) => {
    const { table, env } = options;
    const stored = await awsDocuments({ region, table, env }).all();
    return [...stored.values()].map(({ name, value }: { name: string; value: Json }) => ({
      name,
      value,
      placeOf: () => name,
    }));
  });
