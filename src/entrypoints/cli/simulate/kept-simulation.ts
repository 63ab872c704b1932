/** A simulation of which everything is kept in a file: whole afterwards, or not there. */

import type { Recorder } from '../../simulation/recorder.js';
import type { SimulationResult } from '../../simulation/result.js';

/** The modules that write files are loaded only where one is written. */
export async function kept(
  file: string,
  settings: unknown,
  run: (recorder: Recorder) => Promise<SimulationResult>,
): Promise<SimulationResult> {
  const { createSimulationFile } = await import('../../composition/simulation-file.js');
  const written = createSimulationFile(file);
  try {
    const result = await run(written);
    await written.finish({ settings, from: result.from, to: result.to });
    return result;
  } catch (error) {
    written.abandon();
    throw error;
  }
}
