/** Completion in the shell: the script that a shell loads, and the hidden command that the script asks. */

import { Argument, type Command } from 'commander';
import { examples } from './command-parts.js';

/** What completes is loaded with the first question, so that no other command waits for it. `all` makes the commands to be completed. */
export function completionCommands(program: Command, all: () => Command): void {
  program
    .command('completion')
    .description('a script that lets your shell complete commands, options and names of labourers')
    .addArgument(new Argument('<shell>', 'yours').choices(['bash', 'zsh', 'fish', 'powershell']))
    .action(async (shell: string) => (await import('./completion.js')).printScript(all(), shell))
    .addHelpText(
      'after',
      examples(
        'sosw completion bash >> ~/.bashrc',
        'sosw completion zsh >> ~/.zshrc',
        'sosw completion fish > ~/.config/fish/completions/sosw.fish',
      ),
    );
  program
    .command('complete', { hidden: true })
    .argument('[words...]', 'of the line so far, after --')
    .action(async (words: readonly string[]) => (await import('./completion.js')).complete(all(), words));
}
