/** Writes the plain CloudFormation template from the CDK construct: `npm run template`. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { plainTemplate } from '../deploy/plain-template.js';

export const TEMPLATE = new URL('../deploy/cloudformation/sosw.template.json', import.meta.url);

export const templateText = (): string => `${JSON.stringify(plainTemplate(), undefined, 2)}\n`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(new URL('.', TEMPLATE), { recursive: true });
  writeFileSync(TEMPLATE, templateText());
}
