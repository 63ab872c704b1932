import { expect, it } from 'vitest';
import {
  LABOURER_ACTIONS,
  QUEUE_BUCKET_ACTIONS as GRANTED_ON_BUCKET,
  QUEUE_FILE_ACTIONS as GRANTED_ON_FILES,
  REPORTERS as GRANTED_REPORTERS,
  TABLE_GRANTS,
} from '../../../../deploy/grants.js';
import { ESSENTIALS as DEPLOYED, TICKING as DEPLOYED_TICKING } from '../../../../deploy/names.js';
import {
  ESSENTIALS,
  LABOURER_NEEDS,
  QUEUE_BUCKET_ACTIONS,
  QUEUE_FILE_ACTIONS,
  REPORTERS,
  TABLE_NEEDS,
  TICKING,
} from '../../../../src/entrypoints/cli/doctor/essentials.js';

it('looks for exactly the permissions that the construct grants', () => {
  expect(TABLE_NEEDS).toEqual(TABLE_GRANTS);
  expect(LABOURER_NEEDS).toEqual(LABOURER_ACTIONS);
  expect([QUEUE_FILE_ACTIONS, QUEUE_BUCKET_ACTIONS]).toEqual([GRANTED_ON_FILES, GRANTED_ON_BUCKET]);
  expect(REPORTERS).toEqual(GRANTED_REPORTERS);
});

it('looks for exactly the functions that the construct makes', () => {
  expect([ESSENTIALS, TICKING]).toEqual([DEPLOYED, DEPLOYED_TICKING]);
});
