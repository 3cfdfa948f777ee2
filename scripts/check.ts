/** `npm run check`, the part that is ours: who may import whom, whether every word exists, whether every setting is told. */
import { importFaults } from './check/imports.ts';
import { settingFaults } from './check/settings.ts';
import { sizeFaults } from './check/sizes.ts';
import { weightFaults } from './check/weight.ts';
import { wordFaults } from './check/words.ts';

const faults = [...importFaults(), ...sizeFaults(), ...weightFaults(), ...wordFaults(), ...settingFaults()];
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'The house, the words and the settings are in order.' : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
