/** Why something is as it is, and what can be done about it, as lines for people. */

import type { DecisionFacts, ReasonFacts } from '../../application/views/facts.js';
import type { Terminal } from './terminal.js';
import { onOneLine } from './text-width.js';
import { atInstant } from './wording.js';

/** The most important first; what helps stands below its reason. */
export const reasonLines = (reasons: readonly ReasonFacts[], { colors }: Terminal): string[] =>
  reasons.flatMap(({ text, advice }) => [
    `  ${onOneLine(text)}`,
    ...(advice === null ? [] : [`    ${colors.cyan('→')} ${onOneLine(advice)}`]),
  ]);

export const decisionLines = (decisions: readonly DecisionFacts[], { colors }: Terminal): string[] =>
  decisions.map(({ at, text }) => `  ${colors.dim(atInstant(at))}  ${onOneLine(text)}`);
