/** A text that comes from outside: shown as it is, on its own, so that its writing direction can't rearrange what stands around it. */

interface Properties {
  readonly text: string;
  /** Cut after so many characters, with the beginning in the title. */
  readonly limit?: number;
}

const TITLE_MAX = 2000;

export function Foreign({ text, limit = 300 }: Properties) {
  if (text.length <= limit) return <bdi>{text}</bdi>;
  return <bdi title={text.slice(0, TITLE_MAX)}>{`${text.slice(0, limit)}…`}</bdi>;
}
