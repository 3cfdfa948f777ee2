import { filesOf } from './files.ts';

const LONGEST = 300;
const MEDIAN = 100;

/** Files that grew a second subject: none over 300 lines, the median under 100. */
export function sizeFaults(): readonly string[] {
  const sizes = filesOf('src/**/*.ts').map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
  const long = sizes.filter(({ lines }) => lines > LONGEST).map(({ path, lines }) => `${path}: ${lines} lines`);
  const median = sizes.map(({ lines }) => lines).sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
  return median < MEDIAN ? long : [...long, `the median file has ${median} lines`];
}
