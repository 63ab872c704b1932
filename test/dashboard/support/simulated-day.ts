/** A day of two labourers: one imports prices into a database that has an incident, the other sends mails, some of which cannot be sent. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sosw } from '../../entrypoints/cli/run-sosw.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const CONFIG = `
task_config:
  labourers:
    import_prices:
      max_simultaneous_invocations: 12
      duration: 1800
      max_attempts: 3
      health_metrics:
        DatabaseCpu:
          details: { Namespace: AWS/RDS, Name: CPUUtilization }
          feelings: { 4: 55, 3: 68, 2: 80, 1: 90 }
          feeling_comparison_operator: <=
    send_mails:
      max_simultaneous_invocations: 4
      duration: 120
      max_attempts: 2
job_schema:
  chunkable_attrs: [shop]
schedules:
  every_two_hours:
    cron: 0 */2 * * *
    job:
      labourer_id: import_prices
      shops: [north, south, east, west, harbour, airport, station, market, bridge, tower, garden, castle]
      period: last_5_days
      isolate_shops: true
      isolate_days: true
  every_half_hour:
    cron: "*/30 * * * *"
    job:
      labourer_id: send_mails
      shops: [north, south, east, west, harbour, airport]
      isolate_shops: true
`;

const SCENARIO = `
workers:
  import_prices:
    duration: { lognormal: { median: 600, sigma: 0.4 } }
    failures: 0.02
  send_mails:
    duration: { lognormal: { median: 30, sigma: 0.5 } }
    failures: 0.25
targets:
  database:
    capacity: { level: 100, incidents: [{ from: 14h, lasts: 3h, factor: 0.5 }] }
    others: { wave: { low: 10, high: 40, peak: "14:00" } }
    load_per_task: { import_prices: 3.2 }
    limit: 0.9
metrics:
  DatabaseCpu:
    target: { name: database, shows: utilisation }
    noise: 1
`;

export interface SimulatedDay {
  readonly to: string;
  readonly labourers: readonly {
    readonly labourer_id: string;
    readonly done: number;
    readonly dead: number;
    readonly open: number;
  }[];
}

/** Keeps the day in `file`, and gives what its report tells. Always the same day. */
export async function simulateADay(file: string): Promise<SimulatedDay> {
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, 'sosw.yaml'), CONFIG);
  writeFileSync(join(folder.path, 'scenario.yaml'), SCENARIO);
  const args = ['simulate', '--health', 'scenario.yaml', '--days', '1', '--seed', '7', '--save', file, '--json'];
  const { code, stdout, stderr } = await sosw(args, { cwd: folder.path });
  folder.remove();
  if (code !== 0) throw new Error(`the day could not be simulated: ${stderr}`);
  return JSON.parse(stdout).simulations[0] as SimulatedDay;
}
