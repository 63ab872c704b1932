/** A worker's folder as the manual has it: `labourer.json` registers it, `self.json` is what its own function reads. */

import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { RefusedError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import { documentOf, SHARED_DOCUMENT } from '../../config/load-documents.js';
import { mergedDocuments } from '../../config/merged-documents.js';
import { hasPath } from './document-check.js';
import { documentIn, type GivenDocument } from './given-documents.js';

export interface LabourerFolder {
  /** A piece of the shared document, also where the file holds the one labourer's settings alone. */
  readonly labourer: GivenDocument;
  readonly self: GivenDocument | undefined;
  /** What a labourer is called whose file does not name it; of several the one that `self` is for. */
  readonly name: string;
}

const EXTENSIONS = ['json', 'yaml', 'yml'];

/** `name` is the folder's own where none is given. Refuses (`labourer.missing`) a folder without a labourer. */
export function labourerFolder(folder: string, name = basename(resolve(folder))): LabourerFolder {
  const find = (stem: string): string | undefined =>
    [join(folder, 'config'), folder]
      .flatMap((place) => EXTENSIONS.map((extension) => join(place, `${stem}.${extension}`)))
      .find((file) => existsSync(file));
  const [labourer, self] = [find('labourer'), find('self')];
  if (labourer === undefined) {
    const expected = 'a folder with labourer.json or config/labourer.json (or .yaml)';
    throw new RefusedError('labourer.missing', { path: 'folder', expected, found: folder });
  }
  return {
    labourer: pieceOf(documentIn(labourer, SHARED_DOCUMENT), name),
    self: self === undefined ? undefined : documentIn(self, ''),
    name,
  };
}

/** The file's lines are told by the paths that the shared document will have. */
function pieceOf(document: GivenDocument, name: string): GivenDocument {
  const { value, placeOf } = document;
  if (!isJsonObject(value)) {
    throw new RefusedError('config.value', { path: placeOf(''), expected: 'a map', found: value });
  }
  if (Object.hasOwn(value, 'task_config')) return document;
  const inFile = (path: string): string =>
    path.startsWith(`${ENTRIES}.${name}.`) ? path.slice(ENTRIES.length + name.length + 2) : '';
  return {
    ...document,
    value: { task_config: { labourers: { [name]: value } } },
    placeOf: (path) => placeOf(inFile(path)),
  };
}

const ENTRIES = 'task_config.labourers';

export interface Registration {
  /** As they will stand. */
  readonly documents: readonly GivenDocument[];
  /** The settings of each that is registered. */
  readonly labourers: JsonObject;
}

/**
 * A labourer's entry becomes what the file says of it, whatever stood there; everything else in the file is merged into the shared
 * document. Doing it again changes nothing. Refuses (`labourer.missing`) a file without a labourer.
 */
export function registered({ labourer, self, name }: LabourerFolder, shared: JsonObject): Registration {
  const { task_config, ...others } = asMap(labourer.value);
  const { labourers: given, ...taskConfig } = asMap(task_config);
  const labourers = asMap(given);
  if (Object.keys(labourers).length === 0) {
    const path = `${labourer.placeOf(ENTRIES)}: ${ENTRIES}`;
    throw new RefusedError('labourer.missing', { path, expected: 'the labourer, by its name' });
  }
  const merged = mergedDocuments(shared, { ...others, task_config: taskConfig });
  const known = asMap(asMap(merged.task_config).labourers);
  const document = {
    name: SHARED_DOCUMENT,
    value: { ...merged, task_config: { ...asMap(merged.task_config), labourers: { ...known, ...labourers } } },
    placeOf: (path: string) =>
      hasPath(labourer.value, path) ? labourer.placeOf(path) : `${SHARED_DOCUMENT} (as stored)`,
  };
  if (self === undefined) return { documents: [document], labourers };
  return { documents: [document, { ...self, name: documentOf(ownName(Object.keys(labourers), name)) }], labourers };
}

/** What is no map is refused where the whole document is checked. */
const asMap = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

/** Whose `self.json` it is: of several labourers the one that was named, or is called as the folder. */
function ownName(names: readonly string[], wanted: string): string {
  const [first, second] = names;
  if (first !== undefined && second === undefined) return first;
  if (names.includes(wanted)) return wanted;
  const expected = `one of ${names.join(', ')}: whose is self.json?`;
  throw new RefusedError('labourer.ambiguous', { path: '--name', expected, found: wanted });
}
