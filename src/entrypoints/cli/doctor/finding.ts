/** What a check has found: of one thing, in order or not, and what to do about it. */

import { awsErrorName } from '../../../adapters/shared/aws-errors.js';
import { SoswError } from '../../../domain/errors.js';
import { NotPermitted } from './aws-account.js';
import type { Deployment } from './deployment.js';

export interface Finding {
  /** What was looked at: a table, a function, a labourer. */
  readonly subject: string;
  readonly verdict: 'ok' | 'warning' | 'problem';
  readonly message: string;
  /** What mends it. */
  readonly advice?: string;
}

/** One area of a deployment. `examine` rejects only where nothing at all could be found out. */
export interface Check {
  readonly area: string;
  examine(deployment: Deployment): Promise<readonly Finding[]>;
}

export const ok = (subject: string, message: string): Finding => ({ subject, verdict: 'ok', message });

export const warning = (subject: string, message: string, advice: string): Finding => ({
  subject,
  verdict: 'warning',
  message,
  advice,
});

export const problem = (subject: string, message: string, advice: string): Finding => ({
  subject,
  verdict: 'problem',
  message,
  advice,
});

/** What `examine` finds; that it could not look is a finding too, so that one missing permission does not hide the rest. */
export async function examined(
  subject: string,
  examine: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await examine();
  } catch (error) {
    return [notExamined(subject, error)];
  }
}

/** All subjects together, in their order. */
export async function examinedEach<Subject>(
  subjects: readonly Subject[],
  nameOf: (subject: Subject) => string,
  examine: (subject: Subject) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const found = await Promise.all(subjects.map((subject) => examined(nameOf(subject), () => examine(subject))));
  return found.flat();
}

/** What is not known to be in order counts as a problem. */
function notExamined(subject: string, error: unknown): Finding {
  if (error instanceof NotPermitted) {
    return problem(subject, 'could not be looked at', `give yourself the permission ${error.action}, and ask again`);
  }
  const reason = error instanceof SoswError ? error.message : awsErrorName(error);
  return problem(subject, `could not be looked at: ${reason}`, 'mend that, and ask again');
}
