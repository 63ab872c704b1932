import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { ConsoleNotifier } from '../../../src/adapters/console/console-notifier.js';
import { aReport, notifierContract } from '../../contracts/notifier.contract.js';

function aStream() {
  const state = { text: '', isBroken: false };
  const stream = new Writable({
    write(chunk, _encoding, done) {
      if (!state.isBroken) state.text += chunk;
      done(state.isBroken ? new Error('EPIPE') : null);
    },
  });
  return { state, stream };
}

notifierContract('console', async () => {
  const { state, stream } = aStream();
  return {
    notifier: new ConsoleNotifier(stream),
    arrived: async () =>
      state.text
        .split('\n')
        .slice(0, -1)
        .map((line) => {
          const [subject, body] = JSON.parse(`[${line.replace('" {', '",{')}]`);
          return { subject, body };
        }),
    fail: async () => {
      state.isBroken = true;
    },
    dispose: async () => {},
  };
});

it('writes a line a report, in which nothing can steer the terminal', async () => {
  const { state, stream } = aStream();
  await new ConsoleNotifier(stream).report([{ ...aReport(1), subject: 'red \u001b[31m and\nnew' }]);
  expect(state.text).toMatch(/^"red \\u001b\[31m and\\nnew" \{.*\}\n$/);
});

it('answers false once the stream has ended', async () => {
  const { stream } = aStream();
  const notifier = new ConsoleNotifier(stream);
  stream.end();
  expect(await notifier.report([aReport(1)])).toEqual([false]);
});
