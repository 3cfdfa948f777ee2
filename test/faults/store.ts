/** The database of a bot that is killed, as the test reads it between two lives of the bot. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activationCodeOf } from '../../src/domain/activation.ts';
import { parsePhone } from '../../src/domain/phone.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { type Database, openDatabase } from '../../src/storage/db.ts';
import { ensureOfficialIkrar } from '../../src/storage/documents.ts';
import { putElection } from '../../src/storage/elections.ts';
import { nipIndex } from '../../src/storage/people.ts';
import { type RosterRow, writeRoster } from '../../src/storage/roster.ts';
import { sampleElection } from '../../src/storage/trial.ts';
import type { Guest } from '../support/crowd/wire.ts';
import { postgresDatabase } from '../support/database.ts';
import { nip } from '../support/world.ts';
import type { Settings } from './bot.ts';

export const SECRET = 'a root secret of the fault tests, and of nothing else';
export const keys = new Keys(SECRET);

/** Made-up NIPs, all different. */
export const nips = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `198503${10 + (n % 18)}2010011${String(n + 1).padStart(3, '0')}`);

export interface Store {
  readonly settings: Settings;
  /** A look costs: worth one after every so many kills. */
  readonly lookEvery: number;
  /** Opens it for a look. On PGlite only while the bot is dead, unless through its socket. */
  look<T>(at: (database: Database) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

export async function pgliteStore(): Promise<Store> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ikrar-faults-'));
  return {
    settings: { DATA_DIR: dataDir, IKRAR_SECRET: SECRET },
    lookEvery: 4,
    look: async (at) => {
      const database = await openDatabase({ dataDir, role: 'command' });
      return at(database).finally(() => database.close());
    },
    drop: () => rm(dataDir, { recursive: true }),
  };
}

export async function postgresStore(): Promise<Store & { readonly url: string }> {
  const database = await postgresDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'ikrar-faults-'));
  return {
    url: database.url,
    lookEvery: 1,
    settings: { DATABASE_URL: database.url, DATA_DIR: dataDir, IKRAR_SECRET: SECRET },
    look: (at) => at(database),
    drop: async () => {
      await database.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** An open election, and the crowd on the roster with the numbers of their phones. */
export const enrol = (store: Store, guests: readonly Guest[]): Promise<void> =>
  store.look(async ({ db }) => {
    await ensureOfficialIkrar(db);
    await putElection(db, sampleElection(Date.now()));
    await writeRoster(db, keys, guests.map(rosterRow));
  });

/** One would recognise it wherever it is written. */
export const nameOf = (n: number): string => `Zulaikhawati Tersembunyi ${n}`;

function rosterRow({ nip: text, phone }: Guest, n: number): RosterRow {
  const code = activationCodeOf(Uint8Array.from({ length: 8 }, (_, at) => n + at));
  return { nip: nip(text), name: nameOf(n), office: `Dinas ${n % 7}`, phone: parsePhone(phone) ?? null, code };
}

/** What became of the crowd: by NIP, how many pledges of what kind and how many wrong codes were counted. */
export interface Outcome {
  readonly pledges: readonly string[];
  readonly tries: number;
}

export const outcomes = (store: Store, guests: readonly Guest[], under = keys): Promise<ReadonlyMap<string, Outcome>> =>
  store.look(async ({ db }) => {
    const people = await db.person.findMany({ include: { pledges: true, activation: true } });
    const byIndex = new Map(people.map((person) => [Buffer.from(person.nipIndex).toString('hex'), person]));
    return new Map(
      guests.map((guest) => {
        const person = byIndex.get(nipIndex(under, nip(guest.nip)).toString('hex'));
        const pledges = (person?.pledges ?? []).map(({ status, method, slot }) => `${status} ${method} ${slot}`);
        return [guest.nip, { pledges, tries: person?.activation?.tries ?? 0 }];
      }),
    );
  });

/** NIPs that have a pledge. */
export const recorded = (store: Store): Promise<ReadonlySet<string>> =>
  store.look(async ({ db }) => {
    const rows = await db.pledge.findMany({ select: { person: { select: { nipIndex: true } } } });
    return new Set(rows.map(({ person }) => Buffer.from(person.nipIndex).toString('hex')));
  });

/** The name of a person in {@link recorded}. */
export const indexOf = (text: string): string => nipIndex(keys, nip(text)).toString('hex');
