/** The options of what serves a dashboard. */

import { type Command, InvalidArgumentError } from 'commander';

/** Four digits that nobody else is known for: s-o-s-w on a telephone's keys. */
export const DASHBOARD_PORT = 7679;

export interface ServingOptions {
  readonly host: string;
  readonly port: number;
  readonly allowActions?: true;
}

export const withServing = (command: Command): Command =>
  command
    .option('--host <address>', 'where to listen; any but the loopback needs the token that is printed', '127.0.0.1')
    .option('--port <number>', 'on which port; 0 takes any that is free', port, DASHBOARD_PORT)
    .option('--allow-actions', 'let the page pause, cancel, retry and redrive; without it, it only shows');

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('Expected a port, 0 to 65535.');
}
