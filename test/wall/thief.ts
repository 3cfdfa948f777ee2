/** Somebody who took rows, and some keys, and tries each key on everything. */
import { createDecipheriv, createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { draftKey, type EpochKey } from '../../src/secrecy/epoch.ts';
import type { KeyLabel, Keys } from '../../src/secrecy/keys.ts';
import { bytesIn, type Version } from './history.ts';

/** Keys by what they are; a draft's is bound to an address that no row has. */
export type Ring = ReadonlyMap<string, { readonly key: KeyObject; readonly bound?: Buffer }>;

/** Something that opened. */
export interface Opened {
  /** `session.body`, and with `» ` before it what was sealed inside. */
  readonly where: string;
  readonly row: Version['row'];
  readonly key: string;
  readonly value: unknown;
}

/** Shorter than what a seal adds: nothing was sealed. */
const LEAST = 34;

/** Tries all keys on all that is sealed in rows, also inside of what opened, whatever it was bound to. */
export const tryAll = (ring: Ring, versions: readonly Version[]): readonly Opened[] =>
  versions.flatMap((version) => {
    const { table, row } = version;
    const columns = Object.keys(row);
    const bounds = columns.map((column) => bytesIn(version, column) ?? Buffer.from(String(row[column])));
    return columns.flatMap((column) => {
      const bytes = bytesIn(version, column);
      const found = bytes ? inside(ring, bounds, bytes, `${table}.${column}`) : [];
      return found.map((one) => ({ ...one, row }));
    });
  });

type Found = Omit<Opened, 'row'>;

function inside(ring: Ring, bounds: readonly Buffer[], bytes: Buffer, where: string): readonly Found[] {
  if (bytes.length < LEAST || bytes[0] !== 1) return [];
  for (const [name, { key, bound: own }] of ring) {
    for (const bound of own ? [own] : bounds) {
      const value = opened(key, bound, bytes);
      if (value === undefined) continue;
      const within = textsIn(value).flatMap((text) => inside(ring, bounds, Buffer.from(text, 'base64'), `» ${where}`));
      return [{ where, key: name, value }, ...within];
    }
  }
  return [];
}

/** `version | key id | nonce | ciphertext | tag`: AES-256-GCM, of JSON; or of `0 | JSON` or `1 | packed JSON`. */
function opened(key: KeyObject, bound: Buffer, bytes: Buffer): unknown {
  let plain: Buffer;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(5, 17));
    decipher.setAAD(bound).setAuthTag(bytes.subarray(-16));
    plain = Buffer.concat([decipher.update(bytes.subarray(17, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
  const json = plain[0] === 1 ? inflateRawSync(plain.subarray(1)) : plain.subarray(plain[0] === 0 ? 1 : 0);
  return JSON.parse(json.toString());
}

/** All texts in a value, however deep. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Every label there is; the checker sees to it that none is missing. */
const LABELS: { readonly [L in KeyLabel]: L } = {
  'session.seal': 'session.seal',
  'session.index': 'session.index',
  'message.index': 'message.index',
  'contact.index': 'contact.index',
  'contact.seal': 'contact.seal',
  'roster.nip.index': 'roster.nip.index',
  'roster.code.index': 'roster.code.index',
  'roster.digest.index': 'roster.digest.index',
  'roster.seal': 'roster.seal',
  'pledge.slot.index': 'pledge.slot.index',
  'pledge.shown.seal': 'pledge.shown.seal',
  'watch.seal': 'watch.seal',
  'reminder.receipt.index': 'reminder.receipt.index',
  'whatsapp.key.index': 'whatsapp.key.index',
  'whatsapp.key.seal': 'whatsapp.key.seal',
  'whatsapp.inbox.index': 'whatsapp.inbox.index',
  'whatsapp.copy.index': 'whatsapp.copy.index',
  'root.former.seal': 'root.former.seal',
  'signing.passphrase': 'signing.passphrase',
  'unit.key.mac': 'unit.key.mac',
  'unit.key.seal': 'unit.key.seal',
  epoch: 'epoch',
};

/** All that derives from a root alone. */
export const rootRing = (keys: Keys): Ring =>
  new Map(Object.values(LABELS).map((label) => [label, { key: keys.key(label) }]));

/** What keys of hours open: what is sealed under them, and the drafts of these addresses. */
export const hourRing = (hours: readonly EpochKey[], addresses: readonly string[]): Ring =>
  new Map(
    hours.flatMap((hour) => [
      [`hour ${hour.id}`, { key: hour.key }] as const,
      ...addresses.map(
        (address) =>
          [`draft of ${address} in ${hour.id}`, { key: draftKey(hour, address), bound: Buffer.from(address) }] as const,
      ),
    ]),
  );

/**
 * What somebody without the root can make of the files of the hours: keys from what is in them, hashed, and derived as the
 * program does it. Each has an id that no hour has, for a ring has one key of a name.
 *
 * @param more what could have been put in beside them
 */
export function guessedHours(
  files: readonly Uint8Array[],
  hours: readonly EpochKey['id'][],
  more: readonly Uint8Array[] = [],
): readonly EpochKey[] {
  const salts = [...files, Buffer.alloc(0), Buffer.alloc(32), ...more];
  const derived = (file: Uint8Array): readonly Uint8Array[] =>
    hours.flatMap((id) => salts.map((salt) => new Uint8Array(hkdfSync('sha256', file, salt, `epoch ${id}`, 32))));
  const guesses = [
    ...files,
    ...files.map((file) => createHash('sha256').update(file).digest()),
    ...files.flatMap(derived),
  ];
  return guesses.map((bytes, n) => ({ id: -1 - n, key: createSecretKey(bytes) }));
}

export const together = (...rings: readonly Ring[]): Ring => new Map(rings.flatMap((ring) => [...ring]));
