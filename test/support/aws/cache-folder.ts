/** Where downloads of test servers are kept between runs. */

import { homedir } from 'node:os';
import { join } from 'node:path';

export const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sosw-test');
