/** Commands of a block for the shell, as lists of words: as far as pages use the shell, which is not far. */

/** In a `console` block commands are the lines with a prompt; in any other all lines but comments. */
export function shellCommands(text: string, language: string): string[][] {
  const lines = text.replaceAll(/\\\n/g, ' ').split('\n');
  const typed =
    language === 'console' ? lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2)) : lines;
  return typed.flatMap((line) => simpleCommands(words(line)));
}

const SEPARATORS = new Set(['&&', '||', '|', ';', '&']);

function simpleCommands(all: readonly string[]): string[][] {
  const commands: string[][] = [[]];
  for (const word of all) {
    if (SEPARATORS.has(word)) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands.map(withoutAssignments).filter((command) => command.length > 0);
}

/** `SOSW_SKIP=e2e npm test` is `npm test`. */
function withoutAssignments(command: readonly string[]): string[] {
  const first = command.findIndex((word) => !/^\w+=/.test(word));
  return first === -1 ? [] : command.slice(first);
}

/** Quotes hold a word together; `#` after a blank begins a comment. */
function words(line: string): string[] {
  const [code = ''] = line.split(/(?:^|\s)#(?=\s|$)/, 1);
  return [...code.matchAll(/&&|\|\||[|;&]|(?:"[^"]*"|'[^']*'|[^\s"'|;&])+/g)].map(([word]) =>
    word.replaceAll(/["']/g, ''),
  );
}
