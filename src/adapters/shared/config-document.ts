/** How the text of a stored configuration document is read. */

import type { Json } from '../../domain/task.js';

/** The JSON of the text, or the text itself when it is not JSON: single values were stored bare by the old system. */
export function documentOfText(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
