/** Whatever was thrown, as an error that can be shown. */

import { ApiError } from '../api.js';

export const asError = (reason: unknown): ApiError =>
  reason instanceof ApiError ? reason : new ApiError('page', String(reason), 0);
