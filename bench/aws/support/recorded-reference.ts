/**
 * What the Python system (sosw 0.7.51) did by its harness, on a machine like the one of docs/performance.md: the peer where it can't run
 * beside ours. Figures of several runs are of the quickest.
 */

export const RECORDED_ON = '2026-11-21';

/** Rates in tasks a second. */
export const RECORDED = {
  /** `bench_b.py N nosleep`: pauses that its code asks for are left out. */
  schedule: {
    1000: { rate: 46.7, requests: 3.002, readUnits: 10.471, writeUnits: 3 },
    5000: { rate: 8.15, requests: 3, readUnits: 51.6, writeUnits: 3 },
  },
  /** `bench_d.py`, less an idle tick and an idle pass. */
  life: { writeUnits: 15, requests: 15 },
  /** `bench_c.py 100`: a first tick that starts ten tasks each of a thousand, and a second one at the cap; `bench_d.py`: nothing is queued. */
  tick: { rate: 62, requests: 3.8, readUnits: 2095, fullRequests: 7, idleRequests: 8 },
  /** `bench_e.py`. */
  scavenge: { rate: 149.5, requests: 3.918 },
  /** Retries in one pass: a page, whatever is due. */
  retries: 20,
  /** Percent of five slots' time, for tasks of five seconds started by a tick each minute: 5 s of 60 s. */
  slotUse: 8.3,
} as const;
