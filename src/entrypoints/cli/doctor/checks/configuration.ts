/** The configuration documents: there, valid for every essential, and the same of a labourer to all of them. */

import { canonicalText } from '../../../../domain/ecology/settings-map.js';
import type { EssentialConfig } from '../../../config/config.js';
import { documentOf, SHARED_DOCUMENT } from '../../../config/load-documents.js';
import type { Deployment } from '../deployment.js';
import { ESSENTIALS, type Essential } from '../essentials.js';
import { type Check, examinedEach, type Finding, ok, problem, warning } from '../finding.js';

export const configuration: Check = {
  area: 'configuration',
  async examine(deployment) {
    const own = await examinedEach(
      ESSENTIALS,
      (essential) => documentOf(deployment.nameOf(essential)),
      (essential) => examineDocuments(deployment, essential),
    );
    return withoutRepeats([...(await sharedFinding(deployment)), ...own, ...(await disagreements(deployment))]);
  },
};

async function sharedFinding(deployment: Deployment): Promise<readonly Finding[]> {
  const source = await deployment.documents();
  return examinedEach(
    [SHARED_DOCUMENT],
    (name) => name,
    async (name) => {
      const document = await deployment.account.ask('dynamodb:GetItem', () => source.get(name));
      if (document !== undefined) return [];
      const message = `there is no such document of "${deployment.env}": every setting is its default`;
      return [warning(name, message, 'sosw config upload, or --env for another environment')];
    },
  );
}

async function examineDocuments(deployment: Deployment, essential: Essential): Promise<readonly Finding[]> {
  const name = deployment.nameOf(essential);
  const config = await deployment.configOf(essential);
  const warned = config.warnings.map(({ path, message }) =>
    warning(path, message, `look at ${SHARED_DOCUMENT} and the functions' own documents with sosw config show`),
  );
  const count = config.labourers.all().length;
  return [...warned, ok(documentOf(name), `valid over ${SHARED_DOCUMENT}: ${count} labourers`)];
}

/** A labourer that one essential knows and another does not, or knows otherwise, is started by one rule and judged by another. */
async function disagreements(deployment: Deployment): Promise<readonly Finding[]> {
  const read = await Promise.all(ESSENTIALS.map((each) => deployment.configOf(each).catch(() => undefined)));
  const configs = ESSENTIALS.flatMap((essential, index) => {
    const config = read[index];
    return config === undefined ? [] : [{ essential, config }];
  });
  const labourers = new Set(configs.flatMap(({ config }) => config.labourers.all().map(({ id }) => id)));
  return [...labourers].flatMap((labourer) => {
    const known = configs.map(({ essential, config }) => ({ essential, text: settingsText(config, labourer) }));
    const first = known.find(({ text }) => text !== undefined);
    const others = known.filter(({ text }) => text !== first?.text).map(({ essential }) => essential);
    if (first === undefined || others.length === 0) return [];
    const message = `its settings for the ${others.join(', ')} are others than for the ${first.essential}`;
    return [problem(labourer, message, `keep a labourer's settings in ${SHARED_DOCUMENT} alone`)];
  });
}

function settingsText({ labourers }: EssentialConfig, labourer: string): string | undefined {
  const settings = labourers.find(labourer)?.settings;
  return settings === undefined ? undefined : canonicalText(settings);
}

/** What is wrong with the shared document is found with each essential's. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const text = JSON.stringify(finding);
    return !seen.has(text) && seen.add(text);
  });
}
