/** The token that requests to a dashboard must bring, as whoever starts it has set it: no argument, which others on the machine could read. */

/** Absent where the variable is not set, or is empty. */
export function tokenGiven(env = process.env): { readonly token?: string } {
  const token = env.SOSW_DASHBOARD_TOKEN ?? '';
  return token === '' ? {} : { token };
}
