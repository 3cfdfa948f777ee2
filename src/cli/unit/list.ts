import { text } from '../../domain/message.ts';
import type { Keys } from '../../secrecy/keys.ts';
import { assertUnit, fingerprintOf, type Unit, UnitKeyError } from '../../secrecy/unit-key.ts';
import { listUnits } from '../../storage/units.ts';
import { readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';

/** `list`: one line a unit, and which one takes the reports. Ends with 1 when a key is not the one that was made for it. */
export const listUnitsAction: Action = {
  async run(args, { terminal, withDesk }) {
    if (readArgs(args, {}).positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const units = await withDesk(async ({ db, keys }) =>
      (await listUnits(db)).map((unit) => ({ ...unit, fingerprint: fingerprint(keys, unit) })),
    );
    const wrong = terminal.plain(text('unit.not_its_own'));
    terminal.table(
      units.map((one) => [
        one.name,
        one.region,
        one.fingerprint ?? wrong,
        // ISO, the day it was made.
        one.createdOn.toISOString().slice(0, 10),
      ]),
    );
    const [first] = units;
    terminal.note(first ? text('unit.takes_reports', { name: first.name }) : text('unit.none'));
    if (units.every((one) => one.fingerprint !== undefined)) return 0;
    terminal.note(text('unit.key_recipient'));
    return 1;
  },
};

/** `undefined` when somebody changed the row: a fingerprint would lend that key a trust it has not. */
function fingerprint(keys: Keys, unit: Unit): string | undefined {
  try {
    return fingerprintOf(assertUnit(keys, unit));
  } catch (error) {
    if (error instanceof UnitKeyError) return undefined;
    throw error;
  }
}
