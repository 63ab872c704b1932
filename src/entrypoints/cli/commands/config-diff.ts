/** `sosw config diff`: what an upload of the same files would change. */

import { awsDocuments } from '../../composition/aws-operator.js';
import type { TableOptions } from '../aws/aws-options.js';
import { COMPARED, differenceFacts, differences, differencesText } from '../aws/document-update.js';
import { givenDocuments } from '../aws/given-documents.js';
import { onAws } from '../aws/on-aws.js';
import { withPlaceholders } from '../aws/placeholders.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';

export interface ConfigDiffOptions extends TableOptions {
  readonly values?: true;
  readonly exitCode?: true;
}

export async function run({ args, options, terminal }: Call<ConfigDiffOptions>): Promise<ExitCode> {
  const files = givenDocuments(args.length === 0 ? ['.'] : args);
  return onAws(options, async (region) => {
    const { table, env, values } = options;
    const { documents: given } = await withPlaceholders(files, region);
    const found = differences(given, await awsDocuments({ region, table, env }).all());
    if (options.json) terminal.printJson({ region, table, env, documents: differenceFacts(found) });
    else terminal.print(differencesText(found, terminal, { words: COMPARED, ...(values && { values }) }));
    const isSame = found.every(({ outcome }) => outcome === 'unchanged');
    return options.exitCode && !isSame ? EXIT.failed : EXIT.ok;
  });
}
