/** The ports of a turn over the database: one world a group, so that its look-ups share a query. */
import { randomBytes } from 'node:crypto';
import { CROCKFORD } from '../domain/activation.ts';
import type { Nip } from '../domain/nip.ts';
import type { Person } from '../domain/pledge.ts';
import { RECEIPT_BYTES, receiptCodeOf } from '../domain/receipt.ts';
import type { Desk } from '../engine/desk.ts';
import type { Calendar, Random, World } from '../engine/types.ts';
import type { I18n } from '../i18n.ts';
import type { Keys } from '../secrecy/keys.ts';
import { checkActivation } from '../storage/activation.ts';
import { findChoices, findDeclined } from '../storage/contact-reading.ts';
import type { Db } from '../storage/db.ts';
import { findPeople } from '../storage/people.ts';
import { Loader } from './loader.ts';
import { pledgeLoader } from './pledge-loader.ts';

export interface WorldOptions {
  readonly db: Db;
  readonly keys: Keys;
  readonly i18n: I18n;
  readonly calendar: () => Promise<Calendar>;
  /** The clock, ms since 1970; replaceable for tests. */
  readonly now?: () => number;
  readonly random?: Random;
  readonly desk: Desk;
}

/** Makes the world of one group of turns. */
export function worlds({ db, keys, i18n, calendar, desk, now = Date.now, random = secureRandom }: WorldOptions) {
  return async (): Promise<World> => {
    const people = new Loader<Nip, Person>(
      (nip) => nip,
      (nips) => findPeople(db, keys, nips),
    );
    const pledges = pledgeLoader(db, keys);
    const choices = new Loader<string, boolean>(
      (contact) => contact,
      (contacts) => findChoices(db, contacts),
    );
    const refusals = new Loader<string, true>(
      (personId) => personId,
      (people) => findDeclined(db, people),
    );
    const moment = now();
    return {
      now: moment,
      calendar: await calendar(),
      desk,
      random,
      words: i18n.words,
      directory: {
        person: (nip) => people.get(nip),
        pledge: (key) => pledges.get(key),
        reminders: (contact) => choices.get(contact),
        declined: async (personId) => (await refusals.get(personId)) === true,
        checkCode: (personId, code) => checkActivation(db, keys, personId, code, moment),
      },
    };
  };
}

/** Begins with no dash, which a command would take for a flag. */
const randomId = (): string => {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? randomId() : id;
};

export const secureRandom: Random = {
  id: randomId,
  receipt: () => receiptCodeOf(randomBytes(RECEIPT_BYTES)),
  tag: () => [...randomBytes(4)].map((byte) => CROCKFORD.charAt(byte & 31)).join(''),
};
