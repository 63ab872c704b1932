/** Simulates days of so many tasks each, with the shipped product, and prints what came of it. Arguments: tasks a day, days. */

import { loadConfig } from '../../dist/entrypoints/config/load-config.js';
import { readScenario } from '../../dist/entrypoints/simulation/scenario.js';
import { simulate } from '../../dist/entrypoints/simulation/simulate.js';

const [configFile, tasks, days] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const config = loadConfig(configFile);
const job = {
  lambda_name: 'bench',
  isolate_sections: true,
  sections: Array.from({ length: tasks }, (_, index) => `section_${index}`),
};
const scenario = readScenario(
  { workers: { bench: { duration: { lognormal: { median: 60, sigma: 0.5 } }, failures: 0.02 } } },
  config.labourers,
);
const schedules = [{ name: 'daily', cron: '0 1 * * *', timeZone: 'UTC', job }];
const { labourers, wallMs } = await simulate({ ...config, schedules }, scenario, { days, seed: 1 });
const { created, done, dead, open } = labourers[0];
process.stdout.write(JSON.stringify({ created, ended: done + dead, open, wallMs }));
