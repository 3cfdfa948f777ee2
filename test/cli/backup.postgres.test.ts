/** The commands that docs/production.md gives for a backup and a restore, run as they stand there. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cachedCalendar } from '../../src/conversation/calendar.ts';
import { certificateFiles } from '../../src/conversation/certificate-file.ts';
import { createCertificates } from '../../src/documents/certificates.ts';
import { maskNip } from '../../src/domain/nip.ts';
import type { PledgeKey } from '../../src/engine/types.ts';
import { loadSigning } from '../../src/secrecy/signing.ts';
import { openDatabase, type PrismaClient } from '../../src/storage/db.ts';
import { ensureOfficialIkrar, listDocuments } from '../../src/storage/documents.ts';
import { addElections, listElections } from '../../src/storage/elections.ts';
import { findPeople } from '../../src/storage/people.ts';
import { makePledges } from '../../src/storage/pledge-writing.ts';
import { writeRoster } from '../../src/storage/roster.ts';
import { carryOut } from '../support/carry-out.ts';
import { cliOf } from '../support/cli.ts';
import { emptyPostgres } from '../support/database.ts';
import { KEYS, ROSTER } from '../support/roster-rows.ts';
import { i18n } from '../support/shell.ts';
import { ELECTION, NOON } from '../support/world.ts';

const [SARI, BUDI] = ROSTER;

/** A machine: a database of its own and a data folder that is not there yet. */
async function machine() {
  const folder = await mkdtemp(join(tmpdir(), 'ikrar-'));
  const { url, drop } = await emptyPostgres();
  onTestFinished(async () => {
    await drop();
    await rm(folder, { recursive: true });
  });
  return { folder, settings: { DATABASE_URL: url, DATA_DIR: join(folder, 'data') } };
}
type Machine = Awaited<ReturnType<typeof machine>>;

const at = async <T>({ settings }: Machine, work: (db: PrismaClient) => Promise<T>): Promise<T> => {
  const { db, close } = await openDatabase({ databaseUrl: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  return work(db).finally(close);
};

/** The shell's part of the chapter: how a backup is made, and how it is restored. */
async function chapter(): Promise<readonly string[]> {
  const [, after = ''] = (await readFile('docs/production.md', 'utf8')).split('\n## Backup and restore\n');
  const [words = ''] = after.split('\n## ');
  return [...words.matchAll(/```sh\n(.*?)```/gs)].map(([, script = '']) => script);
}

function run(script: string, { settings }: Machine, cwd: string): void {
  const ran = spawnSync('sh', ['-euc', script], { cwd, env: { ...process.env, ...settings }, encoding: 'utf8' });
  expect(ran, script).toMatchObject({ status: 0, stderr: '' });
}

async function pledge(db: PrismaClient, of: typeof SARI.nip, id: string): Promise<PledgeKey> {
  const person = (await findPeople(db, KEYS, [of])).get(of);
  const { document } = await calendarOf(db)();
  const confirmed = document('ikrar', ELECTION);
  if (!person || !confirmed) throw new Error('nobody, or nothing to confirm');
  const key = { electionId: ELECTION.id, personId: person.id, slot: 'verified' } as const;
  const shown = { nip: maskNip(of), name: person.name, office: person.office };
  const documents = [confirmed.ref];
  const made = { type: 'pledge_made', id, key, proof: 'code', at: NOON, documents, shown, chat: id } as const;
  await carryOut(db, makePledges(KEYS, [made]), [id]);
  return key;
}

const calendarOf = (db: PrismaClient) =>
  cachedCalendar({ elections: () => listElections(db), documents: () => listDocuments(db) });

/** A certificate as the bot of this machine hands it out. */
async function certificate(place: Machine, db: PrismaClient, key: PledgeKey): Promise<Uint8Array> {
  const signing = await loadSigning(place.settings.DATA_DIR, KEYS, { commonName: 'Ikrar Contoh' });
  const maker = createCertificates({ signing, publicUrl: 'https://ikrar.example', plain: i18n.plain });
  const file = await certificateFiles(
    db,
    KEYS,
    calendarOf(db),
    maker,
  )({ kind: 'certificate', form: 'pdf', pledge: key }, 'id');
  if (!file) throw new Error('no certificate');
  return file.bytes;
}

test('a pledge, its certificate and a withdrawal survive in another database and folder', async () => {
  const [backup = '', restore = '', ...others] = await chapter();
  expect(others).toEqual([]);
  const old = await machine();
  const first = await at(old, async (db) => {
    await addElections(db, [ELECTION]);
    await ensureOfficialIkrar(db);
    await writeRoster(db, KEYS, ROSTER);
    await pledge(db, BUDI.nip, 'pledge-of-budi-0');
    const key = await pledge(db, SARI.nip, 'pledge-of-sari-0');
    return { key, bytes: await certificate(old, db, key) };
  });
  expect(await cliOf(old.settings)('pledge', 'withdraw', 'pledge-of-budi-0')).toMatchObject({ code: 0 });
  run(backup, old, old.folder);

  const fresh = await machine();
  run(restore, fresh, old.folder);
  const cli = cliOf(fresh.settings);
  expect((await cli('pledge', 'list', '--status', 'valid')).said).toMatch(
    /^pledge-of-sari-0 .*Sari Wulandari Contoh +Dinas Kesehatan .*\n$/,
  );
  expect((await cli('pledge', 'list', '--status', 'withdrawn')).said).toMatch(/^pledge-of-budi-0 .*\n$/);

  const path = join(fresh.folder, 'certificate.pdf');
  const genuine = async (bytes: Uint8Array): Promise<void> => {
    await writeFile(path, bytes);
    const checked = await cli('verify', path, '--lang', 'en');
    expect(checked).toMatchObject({ code: 0, complained: '' });
    expect(checked.said).toContain('Sari Wulandari Contoh');
  };
  await genuine(first.bytes);
  await genuine(await at(fresh, (db) => certificate(fresh, db, first.key)));
  const keyOf = async ({ settings }: Machine) =>
    (await loadSigning(settings.DATA_DIR, KEYS, { commonName: 'Ikrar Contoh' })).keyId;
  expect(await keyOf(fresh)).toBe(await keyOf(old));
});
