/** A port whose writes are noted: after a refusal there must be none. */

/** `reads` are the methods that change nothing; a call of any other is noted by its name. */
export function watched<Port extends object>(port: Port, reads: readonly (keyof Port)[], writes: string[]): Port {
  return new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]): unknown => {
        if (!reads.includes(key as keyof Port)) writes.push(String(key));
        return Reflect.apply(value, target, given);
      };
    },
  });
}
