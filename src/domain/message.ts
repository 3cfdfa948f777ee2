import type certificate from '../../locales/id/certificate.json';
import type cli from '../../locales/id/cli.json';
import type command from '../../locales/id/command.json';
import type dossier from '../../locales/id/dossier.json';
import type engine from '../../locales/id/engine.json';
import type filing from '../../locales/id/filing.json';
import type home from '../../locales/id/home.json';
import type mailbox from '../../locales/id/mailbox.json';
import type mailpage from '../../locales/id/mailpage.json';
import type menu from '../../locales/id/menu.json';
import type pledge from '../../locales/id/pledge.json';
import type remind from '../../locales/id/remind.json';
import type report from '../../locales/id/report.json';
import type secret from '../../locales/id/secret.json';
import type settings from '../../locales/id/settings.json';
import type simulator from '../../locales/id/simulator.json';
import type start from '../../locales/id/start.json';
import type status from '../../locales/id/status.json';
import type unit from '../../locales/id/unit.json';
import type verify from '../../locales/id/verify.json';
import type whatsapp from '../../locales/id/whatsapp.json';

/** The words of Indonesian, one file a subject: what every other language must have too. */
export interface Words {
  certificate: typeof certificate;
  cli: typeof cli;
  command: typeof command;
  dossier: typeof dossier;
  engine: typeof engine;
  filing: typeof filing;
  home: typeof home;
  mailbox: typeof mailbox;
  mailpage: typeof mailpage;
  menu: typeof menu;
  pledge: typeof pledge;
  remind: typeof remind;
  report: typeof report;
  secret: typeof secret;
  settings: typeof settings;
  simulator: typeof simulator;
  start: typeof start;
  status: typeof status;
  unit: typeof unit;
  verify: typeof verify;
  whatsapp: typeof whatsapp;
}

/** i18next keeps plural forms as `key_one`, `key_other`; code names the key without them. */
type Singular<K extends string> = K extends `${infer Stem}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}`
  ? Stem
  : K;

/** A key of `locales`, `pledge.welcome`: file and name. */
export type MessageKey = { [N in keyof Words]: `${N}.${Singular<keyof Words[N] & string>}` }[keyof Words];

/**
 * What may stand in a message. A string is what somebody typed or the roster says: it is always escaped. A number is a
 * quantity, «2.000»; `count` chooses the plural form too. What only looks like one (a year, a line, a port) is a string.
 * Days, moments and numbers are formatted in the reader's language; a `Text` is a message of its own.
 */
export type TextValue =
  | string
  | number
  | { readonly day: string }
  | { readonly moment: number; readonly zone: string }
  | Text
  /** Several messages as a list, «waktu, tempat, dan bukti». */
  | { readonly list: readonly MessageKey[] };

/** A message before it has a language: a key of `locales` and what is put into it. */
export interface Text {
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, TextValue>>;
  /** Stands right under the message before it, not as a paragraph of its own. */
  readonly under?: true;
}

/** The languages there are. Indonesian is complete and the default. */
export const LANGUAGES = ['id', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Whose way of writing days and numbers a language takes (BCP 47). */
export const TAGS: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

/** Short for a message. */
export const text = (key: MessageKey, values?: Readonly<Record<string, TextValue>>): Text =>
  values ? { key, values } : { key };

/** A message as the next line of the paragraph before it. */
export const under = (message: Text): Text => ({ ...message, under: true });
