/** The root secret as a database knows it: whether it is the one, and what is still needed of those before it. */
import { formerRoots, writtenRoots } from '../secrecy/former-root.ts';
import { Keys } from '../secrecy/keys.ts';
import { open, rootOf, SealError, seal } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { nipIndex, openPerson } from './people.ts';

const NAME = 'root';
const BOUND = Buffer.from('former roots');

/**
 * The keys of a root secret, if it is the one that this database was written with, before anything is written with another. A
 * database that was never asked is of the one that asks first.
 *
 * @throws SealError when it is another one
 */
export async function openKeys(db: Db, secret: string): Promise<Keys> {
  const keys = new Keys(secret);
  const known = (await stored(db)) ?? (await begun(db, keys));
  return new Keys(secret, formerRoots.parse(open(keys, 'root.former.seal', BOUND, known)));
}

async function stored(db: Db): Promise<Uint8Array | undefined> {
  return (await db.root.findUnique({ where: { name: NAME } }))?.sealed;
}

async function begun(db: Db, keys: Keys): Promise<Uint8Array> {
  await assertFirst(db, keys);
  const sealed = new Uint8Array(seal(keys, 'root.former.seal', BOUND, []));
  // Another process may have been first, with another root.
  await db.root.createMany({ data: { name: NAME, sealed }, skipDuplicates: true });
  return (await stored(db)) ?? sealed;
}

/**
 * Makes sure that what is there already, but for the row that would say so, was sealed under this root and no other came before it.
 *
 * @throws SealError
 */
async function assertFirst(db: Db, keys: Keys): Promise<void> {
  const person = await db.person.findFirst();
  const [others] = await db.$queryRaw<Record<string, Uint8Array | null>[]>`
    SELECT (SELECT value FROM whatsapp_key LIMIT 1) AS number, (SELECT body FROM session LIMIT 1) AS chat,
      (SELECT address_sealed FROM contact WHERE address_sealed IS NOT NULL LIMIT 1) AS contact,
      (SELECT wrapped FROM unit LIMIT 1) AS unit, (SELECT sealed FROM watch LIMIT 1) AS watch`;
  for (const sealed of [person?.sealed, ...Object.values(others ?? {})]) {
    const root = sealed && rootOf(sealed);
    if (root && !root.equals(keys.rootId)) throw new SealError('sealed under another root secret');
  }
  // After a root was replaced nothing is found without what was kept of it.
  const { nip } = person ? openPerson(keys, person.id, person.sealed) : {};
  if (person && nip && !nipIndex(keys, nip).equals(person.nipIndex))
    throw new SealError('found under another root secret');
}

/** Keeps everybody else from asking which root it is until the transaction ends. */
export async function holdRoot(tx: Db): Promise<void> {
  await tx.$executeRaw`LOCK TABLE root IN ACCESS EXCLUSIVE MODE`;
}

/**
 * Puts a new root secret over these keys, in the transaction that changes everything else.
 *
 * @param until the last hour whose key stays what it is, hours since 1970
 * @returns the keys from now on
 */
export async function putOver(tx: Db, keys: Keys, secret: string, until: number): Promise<Keys> {
  const former = writtenRoots(keys, until);
  const next = new Keys(secret, formerRoots.parse(former));
  const sealed = new Uint8Array(seal(next, 'root.former.seal', BOUND, former));
  await tx.root.update({ where: { name: NAME }, data: { sealed } });
  return next;
}
