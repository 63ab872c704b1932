/** `sosw doctor`: looks whether everything that a deployment on AWS needs is there and in order. Changes nothing. */

import type { Call, GlobalOptions } from '../command-module.js';
import { openAccount } from '../doctor/aws-account.js';
import { Deployment } from '../doctor/deployment.js';
import { doctorFacts, doctorText, problemCount } from '../doctor/doctor-report.js';
import { examineAll } from '../doctor/examine.js';
import { EXIT, type ExitCode } from '../exit-code.js';

export interface DoctorOptions extends GlobalOptions {
  readonly env: string;
  readonly prefix: string;
  readonly json?: true;
}

export async function run({ options, terminal }: Call<DoctorOptions>): Promise<ExitCode> {
  const account = await openAccount();
  const deployment = new Deployment(account, options);
  if (!options.json) {
    terminal.note(`account ${account.id}, region ${account.region}, documents of "${options.env}"\n`);
  }
  const areas = await examineAll(deployment);
  if (options.json) terminal.printJson(doctorFacts(deployment, areas));
  else terminal.print(doctorText(areas, terminal));
  return problemCount(areas) === 0 ? EXIT.ok : EXIT.failed;
}
