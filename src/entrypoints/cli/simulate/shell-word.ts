/** An argument as a shell takes it back, so that a command that is shown can be copied. */

const PLAIN = /^[\w./:=,@%+-]+$/;

export const shellWord = (argument: string): string =>
  PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
