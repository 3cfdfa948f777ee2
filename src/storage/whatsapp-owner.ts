/**
 * Who may write what WhatsApp's connection must remember: the process that holds the lease, and nobody who held it. Two
 * sockets of one account would turn each other's ratchets, and then no message opens.
 */
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';

/** The lease that goes with the one connection of the account. */
export const WHATSAPP_LEASE = 'whatsapp';

/** The lease ran out or is somebody else's: nothing was written. Close the socket. */
export class NotOwnerError extends Error {
  override readonly name = 'NotOwnerError';
  constructor() {
    super('the lease of the WhatsApp connection is not held');
  }
}

/**
 * Runs changes for the holder of the lease: one statement, all of it or nothing.
 *
 * The lease's row is locked first, and stays so until the statement has ended: nobody takes the lease in between, writers
 * follow one another, so that they cannot deadlock, and what is counted up is counted in the order in which it is seen. A
 * statement sees only what was there when it began: two writes of which the second takes back the first are to be awaited.
 *
 * @param holder as in the lease, by the database's clock
 * @param changes common table expressions that do something only where `owner` has a row
 * @param result what to resolve with: an expression over them
 * @throws NotOwnerError
 */
export async function asOwner<T>(
  db: Db,
  holder: string,
  changes: readonly Prisma.Sql[],
  result: Prisma.Sql,
): Promise<T> {
  const [row] = await db.$queryRaw<{ owned: boolean; result: T }[]>`
    WITH owner AS (
      SELECT name FROM lease WHERE name = ${WHATSAPP_LEASE} AND holder = ${holder} AND until > clock_timestamp()
      FOR NO KEY UPDATE
    ), ${Prisma.join(changes, ', ')}
    SELECT EXISTS (SELECT FROM owner) AS owned, ${result} AS result`;
  if (!row?.owned) throw new NotOwnerError();
  return row.result;
}

/** Where there is nothing to tell. */
export const NOTHING: Prisma.Sql = Prisma.sql`true`;
