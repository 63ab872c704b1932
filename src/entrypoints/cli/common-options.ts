/** Options that several commands have in the same words. */

type Words = readonly [flags: string, description: string];

export const WATCH: Words = ['--watch', 'again every two seconds; with --json an object a line'];
export const DRY_RUN: Words = ['--dry-run', 'tell what would be done, and do nothing'];
export const YES: Words = ['--yes', 'do not ask'];
