/** Runs what talks to AWS: its region is known before, and what fails is told to people. */

import { STSClient } from '@aws-sdk/client-sts';
import { RefusedError } from '../../../domain/errors.js';
import { awsFailure } from './aws-failure.js';
import type { RegionOptions } from './aws-options.js';

/** Throws what `work` throws, AWS's own errors in words for people. Refuses (`aws.region`) where no region is named anywhere. */
export async function onAws<Result>(
  options: RegionOptions,
  work: (region: string) => Promise<Result>,
): Promise<Result> {
  const region = await regionOf(options);
  try {
    return await work(region);
  } catch (error) {
    throw awsFailure(error, region);
  }
}

/** As the SDK finds it; any client does. */
async function regionOf({ region }: RegionOptions): Promise<string> {
  try {
    return await new STSClient(region === undefined ? {} : { region }).config.region();
  } catch {
    throw new RefusedError('aws.region', {
      path: '--region',
      expected: 'a region of AWS',
      hint: 'Name it with --region, the variable AWS_REGION, or in the AWS profile',
    });
  }
}
