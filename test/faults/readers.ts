/** People who come back with a code: the reports they filed before, and what became of what they told. */
import sharp from 'sharp';
import { expect } from 'vitest';
import { parseReceiptCode, type ReceiptCode } from '../../src/domain/receipt.ts';
import { type Identity, openWith } from '../../src/secrecy/age.ts';
import { lookupOf, reporterRecipient } from '../../src/secrecy/receipt-keys.ts';
import { writeLetter } from '../../src/storage/casework.ts';
import type { Db, PrismaClient } from '../../src/storage/db.ts';
import { readPiece } from '../../src/storage/evidence.ts';
import type { Reader, Report } from '../support/crowd/wire.ts';
import { MARKED_CAMERA } from '../support/reporting.ts';

const LETTER = 'Apakah ada saksi lain yang bertanda?';

/** Reports of these codes, taken in long ago, of which officers have asked something. */
export async function filedBefore(db: PrismaClient, codes: readonly ReceiptCode[]): Promise<void> {
  for (const [n, code] of codes.entries()) {
    const id = `before-${n}`;
    await db.report.create({
      data: {
        id,
        lookup: new Uint8Array(lookupOf(code)),
        unitId: 'u1',
        reporter: await reporterRecipient(code),
        category: 'lain',
        area: 'Klojen',
        role: 'unknown',
        lane: 'normal',
        status: 'triase',
        receivedAt: new Date('2026-11-16T03:00:00Z'),
        statusOn: new Date('2026-11-16'),
        body: new Uint8Array(Buffer.from('sealed')),
      },
    });
    expect(await writeLetter(db, id, LETTER, Date.parse('2026-11-17T03:00:00Z'))).toBe('written');
  }
}

/**
 * They read the letter; what they wrote is there once, and so is their picture, cleaned, unless they were told that it could not
 * be kept; of who withdrew there is nothing but that. What waited is taken in.
 */
export async function expectRead(db: Db, identity: Identity, reader: Reader, told: Report): Promise<void> {
  const its = told.read.find(({ chat }) => chat === reader.chat);
  const code = parseReceiptCode(reader.code);
  if (!its || !code) throw new Error('no code');
  expect(its.said.some((text) => text.includes(LETTER))).toBe(true);
  const report = await db.report.findUniqueOrThrow({
    where: { lookup: new Uint8Array(lookupOf(code)) },
    include: { letters: { where: { author: 'reporter' } } },
  });
  const pieces = await db.evidence.findMany({ where: { reportId: report.id } });
  if (reader.withdraws) {
    expect(report).toMatchObject({ status: 'dicabut', letters: [] });
    expect([report.body.length, pieces.length]).toEqual([0, 0]);
    return;
  }
  const letters = await Promise.all(
    report.letters.map(async ({ body }) => JSON.parse(Buffer.from(await openWith(identity, body)).toString())),
  );
  const kept = its.piece === 'failed' ? [] : pieces;
  expect(letters.map(({ text }) => text).toSorted()).toEqual(['', reader.answer].slice(kept.length > 0 ? 0 : 1));
  expect(pieces).toHaveLength(its.piece === 'failed' ? 0 : 1);
  for (const { id } of kept) await expectClean(db, identity, id);
}

/** A piece of evidence opens with the unit's key, and tells nothing of the phone that it came from. */
export async function expectClean(db: Db, identity: Identity, id: string): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const part of readPiece(db, id)) parts.push(part);
  const picture = Buffer.from(await openWith(identity, Buffer.concat(parts)));
  const { exif, width } = await sharp(picture).metadata();
  expect({ exif, width }).toEqual({ exif: undefined, width: 40 });
  expect(picture.includes(MARKED_CAMERA)).toBe(false);
}
