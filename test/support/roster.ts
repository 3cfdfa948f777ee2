/** The people of `world.ts`, written to a database as the roster's import would. */
import type { LegalDocument } from '../../src/domain/document.ts';
import type { Person } from '../../src/domain/pledge.ts';
import { codeIndex } from '../../src/storage/activation.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { nipIndex, sealPerson } from '../../src/storage/people.ts';
import { keys } from './shell.ts';
import { BUDI, CODES, ELECTION, IKRAR, SARI } from './world.ts';

/** Writes the sample election, the ikrar and some people. */
export async function fillDatabase(
  db: PrismaClient,
  people: readonly Person[] = [SARI, BUDI],
  documents: readonly LegalDocument[] = [IKRAR],
): Promise<void> {
  await db.election.createMany({ data: [{ ...ELECTION, legal: [...ELECTION.legal] }], skipDuplicates: true });
  await db.document.createMany({
    data: documents.map(({ points, ...document }) => ({ ...document, points: [...points], sha256: 'x' })),
    skipDuplicates: true,
  });
  for (const person of people) await writePerson(db, person);
}

/** Empties the database, or of its roster alone. */
export async function emptyDatabase(db: PrismaClient, only?: 'roster'): Promise<void> {
  await db.activation.deleteMany();
  await db.pledge.deleteMany();
  await db.person.deleteMany();
  await db.office.deleteMany();
  if (only) return;
  await db.document.deleteMany();
  await db.election.deleteMany();
  await db.outbox.deleteMany();
  await db.session.deleteMany();
  await db.contact.deleteMany();
  await db.reminderRun.deleteMany();
  await db.budget.deleteMany();
  await emptyReports(db);
}

async function emptyReports(db: PrismaClient): Promise<void> {
  await db.intake.deleteMany();
  await db.errand.deleteMany();
  await db.watch.deleteMany();
  await db.evidence.deleteMany();
  await db.report.deleteMany();
  await db.unit.deleteMany();
}

async function writePerson(db: PrismaClient, { id, nip, name, office, phone, hasCode }: Person): Promise<void> {
  const { id: officeId } = await db.office.upsert({
    where: { name: office },
    create: { id: `office of ${id}`, name: office },
    update: {},
  });
  const sealed = sealPerson(keys, id, { nip, name, ...(phone ? { phone } : {}) });
  await db.person.create({
    data: { id, officeId, nipIndex: bytes(nipIndex(keys, nip)), sealed: bytes(sealed), digest: new Uint8Array(1) },
  });
  const code = hasCode ? CODES[id] : undefined;
  if (code) await db.activation.create({ data: { personId: id, codeIndex: bytes(codeIndex(keys, id, code)) } });
}

/** Prisma wants bytes that own their memory. */
const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);
