/**
 * `npm run check`, the part that is ours: who may import whom, what is loaded at the start, whether every word exists,
 * whether every setting is told, and whether the tests that the documents promise are there.
 */
import { importFaults } from './check/imports.ts';
import { promiseFaults } from './check/promises.ts';
import { settingFaults } from './check/settings.ts';
import { sizeFaults } from './check/sizes.ts';
import { weightFaults } from './check/weight.ts';
import { wordFaults } from './check/words.ts';

const faults = [
  ...importFaults(),
  ...sizeFaults(),
  ...weightFaults(),
  ...wordFaults(),
  ...settingFaults(),
  ...promiseFaults(),
];
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'The house, the words and the settings are in order.' : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
