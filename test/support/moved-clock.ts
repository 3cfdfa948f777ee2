/**
 * For `node --import`, in a child of a test: its clock stands where `CLOCK_AT` says (ms since 1970) when it starts, goes on from
 * there, and is set by a line `clock <n> <ms, or nothing> <passed>` on standard input, which is answered with `clock <n> set`. The clock that
 * nobody can set goes on by as much as has passed, ms. Timers are not moved.
 */
import { createInterface } from 'node:readline';

const machine = Date.now.bind(Date);
let ahead = Number(process.env['CLOCK_AT'] ?? machine()) - machine();
const now = (): number => machine() + ahead;

const steady = performance.now.bind(performance);
let passed = 0;
performance.now = () => steady() + passed;
Date.now = now;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
});

createInterface({ input: process.stdin }).on('line', (line) => {
  const [, n, at, more] = /^clock (\d+) (\d*) (\d+)$/.exec(line) ?? [];
  if (at === undefined) return;
  if (at !== '') ahead = Number(at) - machine();
  passed += Number(more);
  console.log(`clock ${n} set`);
});
// Whoever has nothing else to do may end.
process.stdin.unref();
