/** A command line that can't be obeyed, though every word of it is known: exit code 2. */
export class UsageError extends Error {}
