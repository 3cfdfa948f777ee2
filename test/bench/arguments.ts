import { parseArgs } from 'node:util';
import { PARTS, type PartName } from './settings.ts';

export const USAGE = `npm run bench [-- --quick] [--only PART,…] [--profile FOLDER]

  --quick    five minutes instead of over half an hour; figures are less certain
  --only     some parts: ${PARTS.join(', ')}
  --profile  where the service's profiles (--cpu-prof) go; figures are then not to be trusted
`;

export interface BenchArguments {
  readonly quick: boolean;
  readonly parts: readonly PartName[];
  readonly profile?: string;
}

/** What is to be measured; `undefined` when that cannot be read, and then {@link USAGE} is to be shown. */
export function readArguments(args: readonly string[]): BenchArguments | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string', default: PARTS.join() },
        profile: { type: 'string' },
      },
    });
    const { quick, only, profile } = values;
    const named = only.split(',');
    const parts = PARTS.filter((part) => named.includes(part));
    if (parts.length === 0 || named.some((one) => !PARTS.some((part) => part === one))) return undefined;
    return { quick, parts, ...(profile === undefined ? {} : { profile }) };
  } catch (error) {
    // An unknown flag, one without its value, or something that is no flag.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
