/** Workers of every temper, by the name of their export. */

import { writeFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

let calls = 0;

export const handler = (event) => ({ got: event });
export const counting = () => ({ calls: ++calls, threadId });
export const context = (_event, { functionName, awsRequestId, getRemainingTimeInMillis }) => ({
  functionName,
  awsRequestId,
  remaining: getRemainingTimeInMillis(),
});
export const sleeping = async ({ ms }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return { slept: ms };
};
export const changing = (event) => {
  event.list.push('changed');
  return event;
};
export const nothing = () => {};
export const throwing = () => {
  throw new TypeError('thrown at once');
};
export const rejecting = async () => {
  throw Object.assign(new Error('rejected later'), { name: 'OwnError' });
};
export const throwingText = () => {
  throw 'only text';
};
export const throwingUnspeakable = () => {
  throw {
    toJSON() {
      throw new Error('no');
    },
  };
};
export const bigint = () => ({ value: 1n });
export const circular = () => {
  const value = {};
  value.self = value;
  return value;
};
export const exiting = () => process.exit(3);
export const uncaught = () =>
  new Promise(() => {
    setTimeout(() => {
      throw new RangeError('nobody catches it');
    });
  });
export const endless = () => {
  for (;;);
};
export const pending = () => new Promise(() => {});
export const printing = ({ text }) => {
  console.log(text);
  process.stderr.write(Buffer.from(`${text} as error\n`));
  return {};
};
export const flooding = () => {
  for (let line = 0; line < 100_000; line++) console.log('x'.repeat(100));
  return { printed: true };
};
export const printingLate = ({ printed }) => {
  setTimeout(() => {
    console.log('after the end');
    writeFileSync(printed, '');
  }, 5);
};
export const notAFunction = 42;
export const waitingForCancel = async ({ once }, { sosw: { signal } }) => {
  if (once) return signal.aborted ? 'heard of it' : 'heard of nothing';
  console.log('ready');
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  return 'heard of it';
};
export const checkingWithoutPause = async (_event, { sosw: { isCancelled } }) => {
  console.log('ready');
  while (!(await isCancelled()));
  return 'heard of it';
};
