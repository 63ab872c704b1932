/** What went wrong, and the way to try again. */

import type { ApiError } from '../api.js';

interface Properties {
  readonly error: ApiError;
  readonly again?: () => void;
}

export const Failure = ({ error, again }: Properties) => (
  <div class="notice notice-bad" role="alert">
    <p>
      <bdi>{error.message}</bdi> <code class="muted">{error.code}</code>
    </p>
    {again && (
      <button type="button" onClick={again}>
        Try again
      </button>
    )}
  </div>
);
