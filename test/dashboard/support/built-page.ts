/** The dashboard's page, bundled from the sources as they are, in a folder that goes with the tests. */

import { bundlePage } from '../../../scripts/dashboard-page.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

export async function builtPage(): Promise<ReturnType<typeof temporaryFolder>> {
  const folder = temporaryFolder();
  await bundlePage(folder.path);
  return folder;
}
