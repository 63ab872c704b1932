/** What a simulation is kept to. */

/** Ten years: longer stretches tell nothing that these do not. */
export const DAYS_MAX = 3660;
