/** Draws facts once they are known; until then that they are on their way, and otherwise what went wrong. */

import type { ComponentChildren } from 'preact';
import type { Answer } from '../state/use-facts.js';
import { Failure } from './failure.js';

interface Properties<Facts> {
  readonly answer: Answer<Facts>;
  readonly children: (facts: Facts) => ComponentChildren;
}

export function Known<Facts>({ answer, children }: Properties<Facts>) {
  const { facts, error, again } = answer;
  return (
    <>
      {error !== undefined && <Failure error={error} again={again} />}
      {facts !== undefined && children(facts)}
      {facts === undefined && error === undefined && (
        <p class="muted loading" role="status">
          Loading …
        </p>
      )}
    </>
  );
}
