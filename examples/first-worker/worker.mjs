/** A worker is a function of an event: the payload of one task, and the task's own fields. */

/** What is returned is kept as the task's result; an error that is thrown fails the attempt, and sosw tries again. */
export function handler(event) {
  const [range] = event.ranges;
  const [from, to] = range.split('-').map(Number);
  let primes = 0;
  for (let number = from; number <= to; number++) if (isPrime(number)) primes++;
  return { range, primes };
}

function isPrime(number) {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return number > 1;
}
