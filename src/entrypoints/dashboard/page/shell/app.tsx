/** The frame around every panel, and what all of them share. */

import { useEffect, useState } from 'preact/hooks';
import type { WorldFacts } from '../../../../application/views/facts.js';
import { type ApiError, ask } from '../api.js';
import { Failure } from '../parts/failure.js';
import { WorldContext } from '../state/world.js';
import { Frame } from './frame.js';
import { asError } from '../state/as-error.js';

export function App() {
  const [world, setWorld] = useState<WorldFacts>();
  const [error, setError] = useState<ApiError>();
  const load = (): void => {
    setError(undefined);
    ask<WorldFacts>('api/world').then(setWorld, (reason: unknown) => setError(asError(reason)));
  };
  useEffect(load, []);
  if (error !== undefined) {
    return (
      <main class="alone">
        <h1>sosw</h1>
        <Failure error={error} again={load} />
      </main>
    );
  }
  if (world === undefined) return <main class="alone muted">Loading …</main>;
  return (
    <WorldContext.Provider value={world}>
      <Frame />
    </WorldContext.Provider>
  );
}
