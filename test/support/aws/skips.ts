/** What `SOSW_SKIP` leaves out: `dynamodb`, `e2e`, or both, joined by a comma. */

export const skips = (what: 'dynamodb' | 'e2e'): boolean => (process.env.SOSW_SKIP ?? '').split(',').includes(what);
