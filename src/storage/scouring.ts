/**
 * What no query shows still lies in the files of a database: rows that were deleted or written anew, each with the transaction
 * that made it. A sweep hides whose turn it was; this takes away what would show it to somebody who has the files. (It does not
 * reach the write-ahead log.)
 */
import type { PrismaClient } from './db.ts';

export async function scour(db: PrismaClient): Promise<void> {
  await db.$executeRaw`VACUUM intake, errand, evidence, evidence_part, watch, whatsapp_inbox, whatsapp_copy, whatsapp_key`;
}
