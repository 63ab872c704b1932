/** `sosw config add-labourer`: registers a worker with the essentials and stores the document that it reads itself. */

import { RefusedError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import { awsDocuments } from '../../composition/aws-operator.js';
import { SHARED_DOCUMENT } from '../../config/load-documents.js';
import type { TableOptions } from '../aws/aws-options.js';
import { checkDocuments, isEssential } from '../aws/document-check.js';
import { differenceFacts, differencesText, type Stored, update, WRITTEN } from '../aws/document-update.js';
import { labourerFolder, type LabourerFolder, registered } from '../aws/labourer-folder.js';
import { onAws } from '../aws/on-aws.js';
import { withPlaceholders } from '../aws/placeholders.js';
import type { Call } from '../command-module.js';
import { warn } from '../configured.js';
import { EXIT, type ExitCode } from '../exit-code.js';

export interface ConfigAddLabourerOptions extends TableOptions {
  readonly values?: true;
  readonly name?: string;
}

export async function run({ args, options, terminal }: Call<ConfigAddLabourerOptions>): Promise<ExitCode> {
  const folder = labourerFolder(args[0] ?? '.', options.name);
  return onAws(options, async (region) => {
    const { table, env, values } = options;
    const { folder: filled, account } = await filledFolder(folder, region);
    const documents = awsDocuments({ region, table, env });
    const stored = await documents.all();
    const { documents: given, labourers } = registered(filled, sharedIn(stored));
    const warnings = [
      ...(await checkDocuments(given, stored)),
      ...overruled(Object.keys(labourers), stored),
      ...elsewhere(labourers, { region, account }),
    ];
    for (const warning of warnings) warn(terminal, warning);
    const found = await update(documents, given, stored);
    if (options.json) {
      const facts = { labourers: Object.keys(labourers), documents: differenceFacts(found) };
      terminal.printJson({ region, table, env, account: account ?? null, ...facts });
    } else {
      terminal.print(differencesText(found, terminal, { words: WRITTEN, ...(values && { values }) }));
    }
    return EXIT.ok;
  });
}

async function filledFolder(
  folder: LabourerFolder,
  region: string,
): Promise<{ readonly folder: LabourerFolder; readonly account: string | undefined }> {
  const given = [folder.labourer, ...(folder.self === undefined ? [] : [folder.self])];
  const { documents, account } = await withPlaceholders(given, region);
  const [labourer = folder.labourer, self] = documents;
  return { folder: { ...folder, labourer, self }, account };
}

/** Refuses what nothing can be merged into, rather than write over it. */
function sharedIn(stored: Stored): JsonObject {
  const value = stored.get(SHARED_DOCUMENT)?.value ?? {};
  if (isJsonObject(value)) return value;
  throw new RefusedError('config.value', { path: `${SHARED_DOCUMENT} (as stored)`, expected: 'a map', found: value });
}

/** Documents of single functions are stronger than the shared one: the old system registered labourers there. */
const overruled = (labourers: readonly string[], stored: Stored): readonly string[] =>
  [...stored.values()]
    .filter(({ name }) => name !== SHARED_DOCUMENT && isEssential(name))
    .flatMap(({ name, value }) => {
      const own = labourersIn(value);
      return labourers
        .filter((labourer) => Object.hasOwn(own, labourer))
        .map((labourer) => `${name} says something of ${labourer} too, which is stronger than ${SHARED_DOCUMENT}`);
    });

function labourersIn(value: unknown): object {
  const { task_config } = (value ?? {}) as { task_config?: { labourers?: unknown } | null };
  const labourers = task_config?.labourers;
  return typeof labourers === 'object' && labourers !== null ? labourers : {};
}

const ARN = /^arn:[^:]+:lambda:(?<region>[^:]*):(?<account>[^:]*):/;

/** A function may well stand elsewhere; most often it is a copy that nobody has adapted. */
function elsewhere(
  labourers: JsonObject,
  here: { readonly region: string; readonly account: string | undefined },
): readonly string[] {
  return Object.entries(labourers).flatMap(([name, settings]) => {
    const { arn } = (settings ?? {}) as { arn?: unknown };
    const { region, account } = (typeof arn === 'string' && ARN.exec(arn)?.groups) || {};
    return [
      ...(region && region !== here.region ? [`${name}: its function is in ${region}, sosw in ${here.region}`] : []),
      ...(account && here.account && account !== here.account
        ? [`${name}: its function is in account ${account}, sosw in ${here.account}`]
        : []),
    ];
  });
}
