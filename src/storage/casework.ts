/** What officers do to a report. Nothing of it is possible once the reporter has withdrawn it. */
import { randomBytes } from 'node:crypto';
import { officerLetter } from '../domain/officer-letter.ts';
import type { ReportStatus } from '../domain/report.ts';
import { parseRecipient, sealTo } from '../secrecy/age.ts';
import { padTo } from '../secrecy/seal.ts';
import type { Db, PrismaClient } from './db.ts';

/** Why nothing was done. */
export type CaseFault = 'unknown' | 'withdrawn';

const HOUR = 3_600_000;

/**
 * Seals a letter to the reporter and puts it into their mailbox. Whoever watches the report is told by the job that looks
 * for letters that were not announced.
 *
 * @param now ms since 1970; stored cut to the hour
 * @throws AgeError when the reporter's recipient was changed into none
 */
export async function writeLetter(
  db: PrismaClient,
  id: string,
  words: string,
  now: number,
): Promise<'written' | CaseFault> {
  const report = await db.report.findUnique({ where: { id }, select: { reporter: true } });
  if (!report) return 'unknown';
  const reporter = parseRecipient(report.reporter);
  return db.$transaction(async (tx) => {
    const status = await lockStatus(tx, id);
    if (status === undefined) return 'unknown';
    if (status === 'dicabut') return 'withdrawn';
    // Its place among the others stands inside alone. age tells a length to the byte, so it is padded to one of a few.
    const nth = 1 + (await tx.letter.count({ where: { reportId: id, author: 'officer' } }));
    const body = new Uint8Array(await sealTo(reporter, padTo(Buffer.from(officerLetter({ nth, text: words })))));
    const letter = {
      id: randomBytes(12).toString('base64url'),
      reportId: id,
      author: 'officer',
      writtenAt: new Date(Math.floor(now / HOUR) * HOUR),
      body,
    };
    await tx.letter.create({ data: letter });
    return 'written';
  });
}

/**
 * Says where a report stands. Its retention counts from that day anew; a status it has already changes nothing.
 *
 * @param now ms since 1970
 */
export function setStatus(
  db: PrismaClient,
  id: string,
  status: Exclude<ReportStatus, 'dicabut'>,
  now: number,
): Promise<'set' | 'already' | CaseFault> {
  return db.$transaction(async (tx) => {
    const before = await lockStatus(tx, id);
    if (before === undefined) return 'unknown';
    if (before === 'dicabut') return 'withdrawn';
    if (before === status) return 'already';
    const statusOn = new Date(new Date(now).toISOString().slice(0, 10));
    await tx.report.update({ where: { id }, data: { status, statusOn } });
    return 'set';
  });
}

/** The status of a report, which nobody changes before the transaction ends. */
async function lockStatus(tx: Db, id: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ status: string }[]>`SELECT status FROM report WHERE id = ${id} FOR UPDATE`;
  return row?.status;
}
