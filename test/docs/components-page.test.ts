import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPage } from './fenced-blocks.js';

const PAGE = readPage('docs/components.md');
const FOLDER = new URL('../../src/entrypoints/library/components/', import.meta.url);

interface Part {
  /** The files of its code, below the folder of components. */
  readonly files: RegExp;
  /** How its codes begin. */
  readonly prefixes: string;
  /** Codes of what it is made of. */
  readonly others?: readonly string[];
}

/** The kinds of DynamoDB's answers, which are put together where they are thrown. */
const DYNAMO_ANSWERS = 'condition_failed conflict throttled not_found denied refused unavailable'.split(' ');

const PARTS: Readonly<Record<string, Part>> = {
  DynamoDbClient: { files: /^dynamo-db\//, prefixes: 'dynamo', others: DYNAMO_ANSWERS.map((kind) => `dynamo.${kind}`) },
  ConfigSource: {
    files: /^(?:config-source|\w+-settings|settings-source)\.ts$/,
    prefixes: 'config',
    others: ['secret.name', 'secret.unavailable', 'store.refused', 'store.unavailable'],
  },
  openManagers: { files: /^open-managers/, prefixes: 'managers' },
  SnsManager: { files: /^sns-/, prefixes: 'sns' },
  SiblingsManager: { files: /^(?:sibling|events-rules|concurrent)/, prefixes: 'sibling', others: ['sibling.limit'] },
  TasksApiClient: { files: /^(?:tasks-api|service-url|signed)/, prefixes: 'tasks_api' },
  MetaHandler: { files: /^meta-handler/, prefixes: 'meta' },
  'benchmark, retry and loggingWrapper': {
    files: /^(?:benchmark|retry|logging-wrapper)/,
    prefixes: 'benchmark|retry|logging',
  },
};

/** The text below a heading of the second level. */
const sectionOf = (title: string): string =>
  PAGE.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';

const sourceOf = (files: RegExp): string =>
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && files.test(name))
    .map((name) => readFileSync(new URL(name, FOLDER), 'utf8').replaceAll(/^ *(?:\/\*)?\*.*$/gm, ''))
    .join('\n');

/** The codes in the first cells of a part's table of errors. */
const listedIn = (title: string): string[] => {
  const [, table = ''] = sectionOf(title).split('| code | when |');
  const cells = [...table.matchAll(/^\| (?<cell>`[^|]+`) \|/gm)].flatMap(({ groups }) => groups?.cell ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code));
};

describe('the errors in docs/components.md', () => {
  it.each(Object.entries(PARTS))('%s: are those of its code', (title, { files, prefixes, others = [] }) => {
    // A code stands alone in its quotes, and paths of arguments (`config.max_queued`) stand behind their name.
    const codes = new RegExp(`(?<!path: )'((?:${prefixes})\\.(?!ts')[a-z_]+)'`, 'g');
    const thrown = [...sourceOf(files).matchAll(codes)].flatMap(([, code = '']) => code);
    expect([...new Set(listedIn(title))].sort()).toEqual([...new Set([...thrown, ...others])].sort());
  });

  it('of DynamoDB are all of its kinds', () => {
    const failure = readFileSync(new URL('dynamo-db/dynamo-failure.ts', FOLDER), 'utf8');
    const kinds = /^type Kind = (?<kinds>[^;]+);/m.exec(failure)?.groups?.kinds?.match(/\w+/g);
    expect(kinds).toEqual(DYNAMO_ANSWERS);
  });
});

/** A number on the page, and the constant that it is. */
const LIMITS = [
  ['DynamoDbClient', '409,600 bytes', 'dynamo-db/item-size.ts', 'ITEM_BYTES_MAX'],
  ['DynamoDbClient', '32 levels', 'dynamo-db/written-value.ts', 'LEVELS_MAX'],
  ['DynamoDbClient', '10 parts', 'dynamo-db/dynamo-db-client.ts', 'TRANSACTION_ITEMS'],
  ['DynamoDbClient', '100 values', 'dynamo-db/filter.ts', 'IN_MAX'],
  ['DynamoDbClient', '5 times', 'dynamo-db/batch-get.ts', 'RETRIES'],
  ['ConfigSource', '60', 'config-source.ts', 'MAX_AGE_S'],
  ['ConfigSource', '3600', 'config-source.ts', 'MAX_STALE_S'],
  ['ConfigSource', '1,000 settings', 'settings-source.ts', 'SETTINGS_MAX'],
  ['ConfigSource', '1,000 names', 'value-cache.ts', 'KEYS_MAX'],
  ['SnsManager', '1000', 'sns-manager.ts', 'QUEUED_MAX'],
  ['SnsManager', '8,388,608 bytes', 'sns-manager.ts', 'QUEUED_BYTES_MAX'],
  ['SnsManager', '262,144 bytes', 'sns-messages.ts', 'MESSAGE_BYTES_MAX'],
  ['SiblingsManager', '100 siblings', '../next-sibling.ts', 'SIBLINGS_MAX'],
  ['SiblingsManager', '1,048,576 bytes', 'sibling-event.ts', 'EVENT_BYTES_MAX'],
  ['TasksApiClient', '380,000 bytes', 'tasks-api-client.ts', 'MESSAGE_BYTES_MAX'],
  ['TasksApiClient', '65,536 bytes', 'signed-post.ts', 'ANSWER_BYTES_MAX'],
  ['TasksApiClient', '10 000', 'tasks-api-client.ts', 'TIMEOUT_MS'],
  ['TasksApiClient', '4, 10 000', 'tasks-api-client.ts', 'ATTEMPTS'],
  ['TasksApiClient', '1000 characters', 'tasks-api-client.ts', 'ERROR_MESSAGE_MAX'],
  ['MetaHandler', '380,000 bytes', 'meta-handler.ts', 'EVENT_BYTES_MAX'],
  ['benchmark, retry and loggingWrapper', '`delay` 100 ms', 'retry.ts', 'DELAY_MS'],
] as const;

describe('the limits in docs/components.md', () => {
  it.each(LIMITS)('%s: %s', (title, words, file, name) => {
    const source = readFileSync(new URL(file, FOLDER), 'utf8');
    const value = new RegExp(`^(?:export )?const ${name} = (?<product>[\\d_ *]+);`, 'm').exec(source)?.groups?.product;
    const factors = value?.split('*').map((factor) => Number(factor.replaceAll('_', '')));
    const shown = Number(/\d[\d, ]*/.exec(words)?.[0].split(', ')[0]?.replaceAll(/[, ]/g, ''));
    expect(factors?.reduce((product, factor) => product * factor)).toBe(shown);
    expect(sectionOf(title)).toContain(words);
  });
});
