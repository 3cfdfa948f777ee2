/** The ports of a turn, filled from memory: people, elections and documents that exist only here. */
import { Temporal } from 'temporal-polyfill';
import { canonicalText, fillDocument, type LegalDocument, OFFICIAL_IKRAR } from '../../src/domain/document.ts';
import { type Election, type IsoDay, parseIsoDay } from '../../src/domain/election.ts';
import { FORMAL_REPORTS, type FormalReports } from '../../src/domain/formal-report.ts';
import { type Nip, parseNip } from '../../src/domain/nip.ts';
import { type Phone, parsePhone } from '../../src/domain/phone.ts';
import type { Person, Pledge } from '../../src/domain/pledge.ts';
import type { DeskEffect } from '../../src/engine/desk.ts';
import type { Effect, PledgeKey, World } from '../../src/engine/types.ts';
import type { I18n } from '../../src/i18n.ts';
import { MemoryDesk, receipts } from './desk.ts';

/** Noon in Malang, a week before the sample vote. */
export const NOON = Date.parse('2026-11-17T12:00:00+07:00');

export function day(text: string): IsoDay {
  const read = parseIsoDay(text);
  if (!read) throw new Error(`no day: ${text}`);
  return read;
}

export function nip(text: string): Nip {
  const read = parseNip(text, Temporal.PlainDate.from('2026-11-17'));
  if (!read.ok) throw new Error(`no NIP: ${read.fault}`);
  return read.nip;
}

export function phone(text: string): Phone {
  const read = parsePhone(text);
  if (!read) throw new Error('no phone');
  return read;
}

export const ELECTION: Election = {
  id: 'sample',
  kind: 'pilkada',
  name: 'Pilkada Contoh 2026',
  event: 'Pemilihan Serentak',
  year: 2026,
  region: 'Kota Malang',
  zone: 'Asia/Jakarta',
  votingDay: day('2026-11-24'),
  quietFrom: day('2026-11-21'),
  quietTo: day('2026-11-23'),
  pledgeOpens: day('2026-11-10'),
  pledgeCloses: day('2026-11-23'),
  dayCounting: 'calendar',
  legal: [],
  texts: {},
};

/** Open at the same time, and longer. */
export const LATER: Election = {
  ...ELECTION,
  id: 'later',
  kind: 'psu',
  name: 'PSU Contoh 2026',
  votingDay: day('2026-12-15'),
  quietFrom: day('2026-12-12'),
  quietTo: day('2026-12-14'),
  pledgeCloses: day('2026-12-14'),
};

/** A calendar without anything in it. */
export const NO_ELECTIONS: World['calendar'] = {
  elections: [],
  formal: FORMAL_REPORTS,
  document: () => undefined,
  version: () => undefined,
};

export const IKRAR: LegalDocument = { id: 'ikrar-1', kind: 'ikrar', version: 1, ...OFFICIAL_IKRAR };

/** What an operator might put in place of it. */
export const NEW_IKRAR: LegalDocument = {
  ...IKRAR,
  id: 'ikrar-2',
  version: 2,
  closing: 'Demikian ikrar ini kami buat dengan kata-kata yang baru.',
};

export const PAKTA: LegalDocument = {
  id: 'pakta-1',
  kind: 'pakta',
  version: 1,
  title: 'PAKTA INTEGRITAS {PERISTIWA} TAHUN {TAHUN}',
  opening: 'Saya menyatakan bahwa selama {peristiwa} tahun {tahun} saya akan:',
  points: ['Bekerja sesuai ketentuan.', 'Menjaga nama baik instansi.'],
  closing: 'Demikian pakta integritas ini saya nyatakan.',
};

/** Made up; the numbers stand in a block that is never assigned. */
export const SARI: Person = {
  id: 'p-sari',
  nip: nip('198603222010012001'),
  name: 'Sari Wulandari Contoh',
  office: 'Dinas Kesehatan',
  phone: phone('+6281200000001'),
  hasCode: true,
};
export const BUDI: Person = {
  id: 'p-budi',
  nip: nip('197911052005011003'),
  name: 'Budi Santoso Contoh',
  office: 'Kecamatan Klojen',
  phone: phone('+6281200000002'),
  hasCode: true,
};
export const CODES: Readonly<Record<string, string>> = { [SARI.id]: 'K7QM2XPD', [BUDI.id]: '9RTN4HVE' };

/** A small world that remembers what turns did to it. */
export class MemoryWorld implements World {
  now = NOON;
  elections: Election[] = [ELECTION];
  formal: FormalReports = FORMAL_REPORTS;
  documents: LegalDocument[] = [IKRAR];
  people: Person[] = [SARI, BUDI];
  readonly pledges = new Map<string, Pledge>();
  readonly usedCodes = new Set<string>();
  /** What was chosen about reminders, by chat. */
  readonly reminded = new Map<string, boolean>();
  /** The same of the owners of NIPs, by person. */
  private readonly owners = new Map<string, boolean>();
  pausedUntil = 0;
  private wrongTries = 0;
  private drawn = 0;
  readonly desk = new MemoryDesk(() => this.now);
  private readonly i18n: I18n;

  constructor(i18n: I18n) {
    this.i18n = i18n;
  }

  get calendar(): World['calendar'] {
    const { documents, elections, formal } = this;
    return {
      elections,
      formal,
      document(kind, election) {
        const newest = documents.filter((one) => one.kind === kind).at(-1);
        if (!newest) return undefined;
        const document = fillDocument(newest, election);
        const sha256 = `sha256 of ${canonicalText(document).length} letters`;
        return { document, ref: { kind, id: document.id, version: document.version, sha256 } };
      },
      version(id, election) {
        const found = documents.find((one) => one.id === id);
        return found && fillDocument(found, election);
      },
    };
  }

  readonly directory: World['directory'] = {
    person: async (wanted) => this.people.find((person) => person.nip === wanted),
    pledge: async (key) => this.pledges.get(JSON.stringify(key)),
    reminders: async (contact) => this.reminded.get(contact),
    declined: async (personId) => this.owners.get(personId) === false,
    checkCode: async (personId, code) => {
      if (this.pausedUntil > this.now) return { ok: false, why: 'paused', until: this.pausedUntil };
      if (CODES[personId] !== code) return { ok: false, why: 'wrong' };
      return this.usedCodes.has(code) ? { ok: false, why: 'used' } : { ok: true };
    },
  };

  readonly random: World['random'] = {
    id: () => `pledge-${++this.drawn}`,
    receipt: receipts(),
    tag: () => `r${String(++this.drawn).padStart(3, '0')}`,
  };

  words = (key: Parameters<World['words']>[0]): readonly string[] => this.i18n.words(key);

  /** Does what the shell would do in its transaction. */
  apply(effects: readonly Effect[], chat: string): void {
    for (const effect of effects) {
      if (effect.type === 'pledge_made') this.record(effect);
      if (effect.type === 'code_used') this.usedCodes.add(CODES[effect.personId] ?? '');
      if (effect.type === 'code_failed' && ++this.wrongTries >= 5) this.pausedUntil = this.now + 60_000;
      if (effect.type === 'reminders_chosen') this.choose(effect, chat);
      if (isDeskEffect(effect)) this.desk.apply(effect, chat);
    }
  }

  /** An operator takes back what was pledged. */
  withdraw(): void {
    for (const [slot, pledge] of this.pledges) this.pledges.set(slot, { ...pledge, status: 'withdrawn' });
  }

  private choose({ yes, whose }: Extract<Effect, { type: 'reminders_chosen' }>, chat: string): void {
    this.reminded.set(chat, yes);
    if (whose?.slot === 'verified') this.owners.set(whose.personId, yes);
  }

  private record({ id, key, proof, at, documents, shown }: Extract<Effect, { type: 'pledge_made' }>): void {
    const slot = JSON.stringify(key);
    const status = proof === 'none' ? 'pending' : 'valid';
    const before = this.pledges.get(slot)?.status ?? 'withdrawn';
    if (before === 'withdrawn') this.pledges.set(slot, { id, ...ids(key), proof, status, at, documents, shown });
  }
}

const ids = ({ electionId, personId }: PledgeKey) => ({ electionId, personId });

const OTHER_EFFECTS: readonly string[] = [
  'pledge_made',
  'code_failed',
  'code_used',
  'reminders_chosen',
  'language_chosen',
  'chat_used',
];
const isDeskEffect = (effect: Effect): effect is DeskEffect => !OTHER_EFFECTS.includes(effect.type);
