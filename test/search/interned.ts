/** Gives each distinct value a small number, so that states are a few numbers and pure questions are asked once. */

export class Interned<Value> {
  readonly #numbers = new Map<string, number>();
  readonly #values: Value[] = [];

  /** The number of the value with this text; `made` is called for a new one. */
  of(text: string, made: () => Value): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#values.length;
    this.#numbers.set(text, number);
    this.#values.push(made());
    return number;
  }

  at(number: number): Value {
    return this.#values[number] as Value;
  }

  get size(): number {
    return this.#values.length;
  }
}

/** A function of a small number that is computed once for each. */
export class Column<Answer> {
  readonly #answers: (Answer | undefined)[] = [];
  readonly #compute: (number: number) => Answer;

  constructor(compute: (number: number) => Answer) {
    this.#compute = compute;
  }

  get(number: number): Answer {
    const known = this.#answers[number];
    if (known !== undefined) return known;
    const answer = this.#compute(number);
    // Computing may have asked for others, but an array with holes is slow: it is filled up to here.
    while (this.#answers.length < number) this.#answers.push(undefined);
    this.#answers[number] = answer;
    return answer;
  }
}

/** A function of two small numbers that is computed once for each pair. */
export class Table<Answer> {
  readonly #rows: Column<Column<Answer>>;

  constructor(compute: (one: number, other: number) => Answer) {
    this.#rows = new Column((one) => new Column((other) => compute(one, other)));
  }

  get(one: number, other: number): Answer {
    return this.#rows.get(one).get(other);
  }
}
