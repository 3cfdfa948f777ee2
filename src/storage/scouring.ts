/**
 * What no query shows still lies in the files of a database: rows that were deleted or written anew, and the chunks in which
 * long bytes are kept, each with the transaction that made it. A sweep hides whose turn it was; this takes away what would
 * show it to somebody who has the files. (It does not reach the write-ahead log.)
 */
import type { PrismaClient } from './db.ts';

/** @param pieces ids of evidence whose bytes are to be written anew; part by part, so that no turn waits for long */
export async function scour(db: PrismaClient, pieces: readonly string[]): Promise<void> {
  for (const id of pieces) {
    const parts = await db.evidencePart.findMany({ where: { evidenceId: id }, select: { n: true } });
    for (const { n } of parts) {
      // What is computed is stored anew; the same value alone would leave the chunks where they are.
      await db.$executeRaw`UPDATE evidence_part SET bytes = bytes || ''::bytea WHERE evidence_id = ${id} AND n = ${n}`;
    }
  }
  await db.$executeRaw`VACUUM intake, errand, evidence, evidence_part, whatsapp_inbox, whatsapp_copy, whatsapp_key`;
}
