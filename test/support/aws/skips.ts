/** What `SOSW_SKIP` leaves out: `dynamodb`, `e2e`, `pages`, or several of them, joined by commas. */

export const skips = (what: 'dynamodb' | 'e2e' | 'pages'): boolean =>
  (process.env.SOSW_SKIP ?? '').split(',').includes(what);
