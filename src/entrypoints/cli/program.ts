/** The program of all commands, parsed and called. What a command does is in `commands/`, loaded when it is called. */

import { Command, CommanderError } from 'commander';
import type { CommandModule, GlobalOptions } from './command-module.js';
import { examples } from './command-parts.js';
import { completionCommands } from './completion-commands.js';
import { dashboardCommand } from './dashboard-command.js';
import { deploymentCommands } from './deployment-commands.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { operatorCommands } from './operator-commands.js';
import { runCommands } from './run-commands.js';
import { taskCommands } from './task-commands.js';
import { version } from './version.js';

/** Parses the arguments (without node and script), runs the command, and gives the code to exit with. */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = allCommands((code) => {
    exitCode = code;
  });
  completionCommands(program, () => allCommands(() => {}));
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    if (args.includes('--json')) {
      process.stdout.write(`${JSON.stringify({ error: { code: 'usage', message: error.message } })}\n`);
    }
    return EXIT.usage;
  }
  return exitCode;
}

type Load = () => Promise<CommandModule<never>>;

/** Every command but that of completion, which is made of these. `ended` is called with what to exit with. */
export function allCommands(ended: (code: ExitCode) => void): Command {
  const program = new Command('sosw')
    .description(
      'Chunks a job into tasks and works them with your workers, up to a cap, in the health of what they use.',
    )
    .version(version())
    .option('--no-color', 'no colours and no animation (as does NO_COLOR)')
    .option('--verbose', 'tell more: log lines, and where an unexpected error arose')
    .showHelpAfterError('(--help tells more)')
    .exitOverride()
    .addHelpText('after', examples('sosw init', 'sosw plan job.json', 'sosw run job.json'));
  const perform =
    (load: Load) =>
    (...given: unknown[]) =>
      call(load, given.at(-1) as Command, ended);
  for (const add of [runCommands, dashboardCommand, operatorCommands, taskCommands, deploymentCommands]) {
    add(program, perform);
  }
  return program;
}

async function call(load: Load, command: Command, ended: (code: ExitCode) => void): Promise<void> {
  const [{ openTerminal }, { tellFailure }] = await Promise.all([import('./terminal.js'), import('./failure.js')]);
  const options = command.optsWithGlobals<GlobalOptions & { json?: true }>();
  const terminal = openTerminal(options);
  try {
    const { run } = await load();
    ended(await run({ args: command.args, options: options as never, terminal }));
  } catch (error) {
    ended(tellFailure(error, terminal, options));
  }
}
