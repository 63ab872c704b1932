/** The labourers of one reading of the configuration. */

import type { Labourers } from '../../application/labourers.js';
import type { SettingsMap } from '../../domain/ecology/settings-map.js';
import type { LabourerId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import { readLabourer } from '../../domain/labourer-settings.js';

export class ConfiguredLabourers implements Labourers {
  readonly #byName: ReadonlyMap<string, Labourer>;
  readonly #taskConfig: SettingsMap;

  /** `taskConfig` is what holds for a labourer that the configuration has no longer. */
  constructor(labourers: readonly Labourer[], taskConfig: SettingsMap) {
    this.#byName = new Map(labourers.map((labourer) => [labourer.id, labourer]));
    this.#taskConfig = taskConfig;
  }

  all(): readonly Labourer[] {
    return [...this.#byName.values()];
  }

  find(id: string): Labourer | undefined {
    return this.#byName.get(id);
  }

  of(id: LabourerId): Labourer {
    return this.find(id) ?? readLabourer(id, {}, this.#taskConfig, `task_config.labourers.${id}`);
  }
}
