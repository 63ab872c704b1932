/** Fills in what documents can't know before they are uploaded: the account, and the region in ARNs. */

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Json } from '../../../domain/task.js';
import type { GivenDocument } from './given-documents.js';

/** As the manual's examples have it, wherever it stands. */
const ACCOUNT = '000000000000';
/**
 * An ARN of somebody's own account: these zeros, or the word. Its region is a placeholder too, whatever it says: the manual's examples
 * are all in us-west-2, and sosw starts functions of its own region only.
 */
const OWN_ARN = /\b(?<partition>arn:aws[a-z-]*):(?<service>[a-z0-9-]+):(?<region>[A-Za-z0-9-]*):(?:ACCOUNT|0{12}):/g;

export interface Filled<Document> {
  readonly documents: readonly Document[];
  /** Known only where a placeholder asked for it. */
  readonly account: string | undefined;
}

/** The documents with placeholders replaced, each at its place. Asks AWS who is calling only where a document needs it. */
export async function withPlaceholders<Document extends GivenDocument>(
  documents: readonly Document[],
  region: string,
): Promise<Filled<Document>> {
  const asks = documents.some(({ value }) => JSON.stringify(value) !== JSON.stringify(mapTexts(value, emptied)));
  const account = asks ? await callersAccount(region) : undefined;
  const fill = (text: string): string => filledText(text, { account: account ?? ACCOUNT, region });
  return { documents: documents.map((document) => ({ ...document, value: mapTexts(document.value, fill) })), account };
}

/** Nothing filled in, which differs from any placeholder: also where the account itself is all zeros, as an emulator's may be. */
const emptied = (text: string): string => filledText(text, { account: '', region: '' });

interface Caller {
  readonly account: string;
  readonly region: string;
}

const filledText = (text: string, { account, region }: Caller): string =>
  text
    .replaceAll(OWN_ARN, (_arn, partition: string, service: string, given: string) =>
      // Some services have no regions, and their ARNs none.
      [partition, service, given === '' ? '' : region, account, ''].join(':'),
    )
    .replaceAll(ACCOUNT, account);

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => mapTexts(inner, change));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)]));
}

async function callersAccount(region: string): Promise<string> {
  const { Account } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  if (Account === undefined) throw new Error('STS named no account');
  return Account;
}
