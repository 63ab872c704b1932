/** `sosw config upload`: stores documents where the functions read them, checked before, and tells what changed. */

import { awsDocuments } from '../../composition/aws-operator.js';
import type { TableOptions } from '../aws/aws-options.js';
import { checkDocuments } from '../aws/document-check.js';
import { differenceFacts, differencesText, update, WRITTEN } from '../aws/document-update.js';
import { givenDocuments } from '../aws/given-documents.js';
import { onAws } from '../aws/on-aws.js';
import { withPlaceholders } from '../aws/placeholders.js';
import type { Call } from '../command-module.js';
import { warn } from '../configured.js';
import { EXIT, type ExitCode } from '../exit-code.js';

export interface ConfigUploadOptions extends TableOptions {
  readonly values?: true;
}

export async function run({ args, options, terminal }: Call<ConfigUploadOptions>): Promise<ExitCode> {
  const files = givenDocuments(args.length === 0 ? ['.'] : args);
  return onAws(options, async (region) => {
    const { table, env, values } = options;
    const { documents: given, account } = await withPlaceholders(files, region);
    const documents = awsDocuments({ region, table, env });
    const stored = await documents.all();
    for (const warning of await checkDocuments(given, stored)) warn(terminal, warning);
    const found = await update(documents, given, stored);
    if (options.json) {
      terminal.printJson({ region, table, env, account: account ?? null, documents: differenceFacts(found) });
    } else {
      terminal.print(differencesText(found, terminal, { words: WRITTEN, ...(values && { values }) }));
    }
    return EXIT.ok;
  });
}
