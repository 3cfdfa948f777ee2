/**
 * For `node --import`, in a child of a test: its clock stands where `CLOCK_AT` says (ms since 1970) when it starts, goes on from
 * there, and is set by a line `clock <n> <ms>` on standard input, which is answered with `clock <n> set`. Neither timers nor the
 * clock that nobody can set are moved.
 */
import { createInterface } from 'node:readline';

const machine = Date.now.bind(Date);
let ahead = Number(process.env['CLOCK_AT'] ?? machine()) - machine();
const now = (): number => machine() + ahead;

Date.now = now;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
});

createInterface({ input: process.stdin }).on('line', (line) => {
  const [, n, at] = /^clock (\d+) (\d+)$/.exec(line) ?? [];
  if (at === undefined) return;
  ahead = Number(at) - machine();
  console.log(`clock ${n} set`);
});
// Whoever has nothing else to do may end.
process.stdin.unref();
