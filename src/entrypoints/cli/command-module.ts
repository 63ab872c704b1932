/** What every command is: a function of its arguments and options, in a module that is loaded only when it is called. */

import type { ExitCode } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** Options that all commands have. */
export interface GlobalOptions {
  readonly color: boolean;
  readonly verbose?: true;
}

/** Options of the commands that read a configuration. */
export interface ConfigOptions extends GlobalOptions {
  readonly config: string;
  readonly json?: true;
}

/** Options of the commands that open the data. */
export interface DataOptions extends ConfigOptions {
  /** Default: `.sosw` beside the configuration file. */
  readonly data?: string;
}

export interface Call<Options extends GlobalOptions> {
  readonly args: readonly string[];
  readonly options: Options;
  readonly terminal: Terminal;
}

export interface CommandModule<Options extends GlobalOptions> {
  run(call: Call<Options>): Promise<ExitCode>;
}
