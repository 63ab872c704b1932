/** A deployment as the construct makes it, with placeholders for the functions' bundles: nothing here runs them. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, type FunctionOptions, Runtime } from 'aws-cdk-lib/aws-lambda';
import { bundleFolder, ESSENTIALS } from '../../deploy/names.js';
import { Sosw, type SoswProps } from '../../deploy/sosw.js';

const folder = mkdtempSync(join(tmpdir(), 'sosw-deploy-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Where each essential's bundle should stand. */
export const placeholderCode = join(folder, 'lambda');
for (const essential of ESSENTIALS) {
  mkdirSync(join(placeholderCode, bundleFolder(essential)), { recursive: true });
  writeFileSync(
    join(placeholderCode, bundleFolder(essential), 'index.mjs'),
    'export const handler = async () => {};\n',
  );
}

/** A folder for what is synthesised, gone when the process ends. */
export const outputFolder = (): string => mkdtempSync(join(folder, 'out-'));

export interface Deployment {
  readonly stack: Stack;
  readonly sosw: Sosw;
  /** Synthesises; nothing can be added afterwards. */
  template(): Template;
}

export function aDeployment(props: SoswProps = {}): Deployment {
  const stack = new Stack(new App({ outdir: outputFolder() }), 'Deployment');
  const sosw = new Sosw(stack, 'Sosw', { codeDirectory: placeholderCode, ...props });
  return { stack, sosw, template: () => Template.fromStack(stack) };
}

let made: Template | undefined;
/** The deployment without settings, made once a file of tests, since most of them look at it. */
export function theTemplate(): Template {
  made ??= aDeployment().template();
  return made;
}

export const aWorker = (stack: Stack, id: string, options: FunctionOptions = {}): LambdaFunction =>
  new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    ...options,
  });
