/** What a simulation is kept to. */

/** Ten years: longer stretches tell nothing that these do not. */
export const DAYS_MAX = 3660;

/** Instants at which a simulation may begin, in epoch seconds: from 2000 on, before 3000. */
export const BEGINNINGS = { first: 946_684_800, last: 32_503_679_999 } as const;

/** How late a metric's datapoints may come, in seconds: a week. Minutes before the beginning are filled for as long. */
export const DELAY_MAX = 604_800;
