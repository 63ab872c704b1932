/** The words of DynamoDB's expressions, read one after the other. */

import { invalid } from './service-errors.js';

const WORD = /\s*(#[\w]+|:[\w]+|[A-Za-z_][\w-]*|<>|<=|>=|[=<>(),.[\]]|\d+)/y;

export class Tokens {
  readonly #text: string;
  readonly #words: readonly string[];
  #next = 0;

  /** Throws ValidationException for a character that no expression has. */
  constructor(text: string) {
    this.#text = text;
    this.#words = wordsOf(text);
  }

  /** The next word, left where it is; empty at the end. */
  peek(): string {
    return this.#words[this.#next] ?? '';
  }

  take(): string {
    const word = this.peek();
    if (word === '') throw this.error('more');
    this.#next++;
    return word;
  }

  /** Takes the word if it comes next. Keywords have no case. */
  skip(word: string): boolean {
    if (this.peek().toUpperCase() !== word) return false;
    this.#next++;
    return true;
  }

  expect(word: string): void {
    if (!this.skip(word)) throw this.error(word);
  }

  end(): void {
    if (this.#next < this.#words.length) throw this.error('the end');
  }

  error(expected: string): Error {
    return invalid(`Invalid expression: expected ${expected} at '${this.peek()}' in '${this.#text}'`);
  }
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  WORD.lastIndex = 0;
  while (text.slice(WORD.lastIndex).trim() !== '') {
    const from = WORD.lastIndex;
    const [, word] = WORD.exec(text) ?? [];
    if (word === undefined) throw invalid(`Invalid expression: cannot read '${text.slice(from)}'`);
    words.push(word);
  }
  return words;
}
