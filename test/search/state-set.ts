/** States of a few numbers each, stored whole and compared whole, so that no two are ever taken for one. */

const CHUNK = 2 ** 20;

export class StateSet {
  readonly width: number;
  readonly #chunks: Int32Array[] = [];
  #slots = new Int32Array(2 ** 20).fill(-1);
  #count = 0;

  constructor(width: number) {
    this.width = width;
  }

  get size(): number {
    return this.#count;
  }

  /** The number of the state in `words`; new ones get the next. */
  add(words: Int32Array): number {
    const mask = this.#slots.length - 1;
    let slot = hashed(words, this.width) & mask;
    for (let found = this.#slots[slot] as number; found !== -1; found = this.#slots[slot] as number) {
      if (this.#equals(found, words)) return found;
      slot = (slot + 1) & mask;
    }
    const number = this.#count++;
    this.#slots[slot] = number;
    const at = number % CHUNK;
    if (at === 0) this.#chunks.push(new Int32Array(CHUNK * this.width));
    (this.#chunks.at(-1) as Int32Array).set(words, at * this.width);
    if (this.#count > this.#slots.length * 0.6) this.#grow();
    return number;
  }

  read(number: number, into: Int32Array): void {
    const chunk = this.#chunks[Math.floor(number / CHUNK)] as Int32Array;
    const at = (number % CHUNK) * this.width;
    for (let word = 0; word < this.width; word++) into[word] = chunk[at + word] as number;
  }

  #equals(number: number, words: Int32Array): boolean {
    const chunk = this.#chunks[Math.floor(number / CHUNK)] as Int32Array;
    const at = (number % CHUNK) * this.width;
    for (let word = 0; word < this.width; word++) if (chunk[at + word] !== words[word]) return false;
    return true;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    const words = new Int32Array(this.width);
    for (let number = 0; number < this.#count; number++) {
      this.read(number, words);
      let slot = hashed(words, this.width) & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

function hashed(words: Int32Array, width: number): number {
  let hash = 0x811c9dc5;
  for (let word = 0; word < width; word++) {
    hash = Math.imul(hash ^ (words[word] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A list of numbers that grows without being copied. */
export class NumberList {
  readonly #chunks: Int32Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length % CHUNK;
    if (at === 0) this.#chunks.push(new Int32Array(CHUNK));
    (this.#chunks.at(-1) as Int32Array)[at] = value;
    this.#length++;
  }

  at(index: number): number {
    return (this.#chunks[Math.floor(index / CHUNK)] as Int32Array)[index % CHUNK] as number;
  }
}
