/** Area 1: periods and the dates of jobs. */

import { dayAt } from '../../../src/domain/job/calendar.js';
import { datesOfPeriod } from '../../../src/domain/job/periods.js';
import { chunkDates } from '../../../src/domain/job/scheduler-helpers.js';
import { type AreaRunner, clockOf, difference, mapIn, outcome } from '../vector.js';

export const run: AreaRunner = async (vector) => {
  const { input } = vector;
  const now = clockOf(vector);
  switch (input.op) {
    case 'period_dates':
      return outcome(vector, () => ({ dates: datesOfPeriod(input.period, { today: dayAt(now, 'UTC') }) }), difference);
    case 'chunk_dates':
      return outcome(
        vector,
        () => ({ tasks: chunkDates(mapIn(input, 'job'), { now }, mapIn(input, 'skeleton')) }),
        difference,
      );
    default:
      return `unknown operation ${JSON.stringify(input.op)}`;
  }
};
