/** What `cdk --app` runs where nothing but sosw itself is to be deployed; `sosw-stack.ts` lists its settings. */

import { App } from 'aws-cdk-lib';
import { soswStack } from './sosw-stack.js';

soswStack(new App());
