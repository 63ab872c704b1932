/** Any text as a part of an address. */

/** Half a character, which no address can hold. */
const HALF = /\p{Surrogate}/gu;

export const encoded = (text: string): string => encodeURIComponent(text.replace(HALF, '\uFFFD'));
