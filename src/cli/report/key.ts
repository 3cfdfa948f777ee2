import { text } from '../../domain/message.ts';
import { parsePassphrase } from '../../domain/passphrase.ts';
import { AgeError, type Identity, parseRecipient, recipientOf } from '../../secrecy/age.ts';
import { readIdentityFile } from '../../secrecy/identity-file.ts';
import type { Keys } from '../../secrecy/keys.ts';
import { fingerprintOf, type LockedUnit, unwrapUnitKey } from '../../secrecy/unit-key.ts';
import { findUnit } from '../../storage/units.ts';
import type { Archive, Tools } from '../shared/command.ts';
import { Refusal } from '../shared/errors.ts';
import { readNamedFile } from '../shared/files.ts';
import { type Opened, type OpenedBody, openBody } from './opened.ts';

/** Finds the private key, once it is known which unit's it must be. */
export type KeySource = (unit: LockedUnit) => Promise<Identity>;

/**
 * The key in a file.
 *
 * @throws AgeError, Refusal
 */
export async function keyInFile(path: string): Promise<KeySource> {
  const identity = readIdentityFile((await readNamedFile(path, 64 * 1024)).toString('utf8'));
  return async () => identity;
}

/**
 * The key that the database keeps locked, with the passphrase from standard input, and under the root.
 *
 * @throws Refusal
 */
export async function keyByPassphrase({ input, terminal }: Tools): Promise<(keys: Keys) => KeySource> {
  if (input.live) terminal.note(text('dossier.passphrase_type'));
  const passphrase = parsePassphrase(await input.secret());
  if (passphrase === undefined) throw new Refusal(text('dossier.passphrase_malformed'));
  return (keys) => (unit) => unwrapUnitKey(keys, unit, passphrase);
}

/** The unit a report is sealed to. */
export async function unitOf({ db }: Archive, id: string): Promise<LockedUnit> {
  const unit = await findUnit(db, id);
  if (!unit) throw new Refusal(text('dossier.unit_gone'));
  return unit;
}

/**
 * Opens a report, and says whether it is the key or the report that is wrong.
 *
 * @throws Refusal
 */
export async function openWithKey(
  identity: Identity,
  unit: LockedUnit,
  sealed: Uint8Array,
  { terminal }: Archive,
): Promise<Opened<OpenedBody>> {
  const recipient = await recipientOf(identity);
  const isUnits = recipient === unit.recipient;
  try {
    const opened = await openBody(identity, sealed);
    // It was sealed to this key, and the unit has another one now: somebody changed the row.
    if (!isUnits) terminal.note(text('unit.key_recipient'));
    return opened;
  } catch (error) {
    if (!(error instanceof AgeError)) throw error;
    if (isUnits) throw new Refusal(text('dossier.body_damaged'));
    const [given, units] = [recipient, parseRecipient(unit.recipient)].map(fingerprintOf);
    throw new Refusal(text('dossier.other_key', { name: unit.name, given: given ?? '', units: units ?? '' }));
  }
}
