/**
 * What a certificate says, as the link of its QR carries it: `PUBLIC_URL/v/<pledge id>#<fields>.<signature>`. The fields
 * stand behind the `#`, so a browser never sends them to the server.
 *
 *     1~q0Zx3dPk~Pilkada+Kota+Malang+2024~Pemilihan+Serentak~2024~Budi+Santoso~Dinas+Sosial~19861001~m3uq5c7k~Asia%2FJakarta~c~v~i1-2jmj7l…
 *
 * Text is almost plain (a space is `+`), because in the byte mode of a QR base64 would make it a third longer. One value
 * has one encoding only: what does not come back letter for letter when encoded again is refused. Reading a link runs in
 * old browsers too, so it keeps to old ways of replacing text.
 */
import type { DocumentKind, DocumentRef } from './document.ts';
import type { Election } from './election.ts';
import type { Pledge, PledgeShown, PledgeStatus, Proof } from './pledge.ts';

/** A withdrawn pledge gets no certificate. */
export type IssuedStatus = Exclude<PledgeStatus, 'withdrawn'>;

/** The version of a document that was confirmed, and the SHA-256 of its text (hex). */
export type CertifiedDocument = Pick<DocumentRef, 'kind' | 'version' | 'sha256'>;

/** What a certificate says of an election. */
export type Occasion = Pick<Election, 'name' | 'event' | 'year' | 'zone'>;

/** How a pledge was verified, as people read it: one that had no proof and is valid was vouched for by the office. */
export const proofShown = ({ proof, status }: Pick<CertificateFields, 'proof' | 'status'>): Proof | 'office' =>
  proof === 'none' && status === 'valid' ? 'office' : proof;

/** Everything that is signed; the certificate shows these and nothing else about the person. */
export interface CertificateFields {
  /** The pledge's public id: 128 random bits. */
  readonly id: string;
  /** Which of our Ed25519 keys signed. */
  readonly keyId: string;
  readonly election: string;
  readonly event: string;
  readonly year: number;
  /** Neither name nor office while `pending`. */
  readonly person: PledgeShown;
  /** Moment of the confirmation, ms since 1970. */
  readonly at: number;
  readonly zone: string;
  readonly proof: Proof;
  /** The status when the certificate was made. */
  readonly status: IssuedStatus;
  readonly documents: readonly CertifiedDocument[];
}

/** The pledge was withdrawn: there is nothing to certify. */
export class WithdrawnError extends Error {
  override readonly name = 'WithdrawnError';
}

const VERSION = '1';
const SEPARATOR = '~';
/** Longest text of a field in its encoded form: four of them and two hashes still make a QR that a phone reads. */
const LONGEST_TEXT = 240;
const LONGEST_LINK_PART = 2400;
export const PLEDGE_ID = /^[\w-]{16,43}$/;

const PROOFS: Readonly<Record<Proof, string>> = { contact: 'c', sender: 's', code: 'k', none: 'n' };
const STATUSES: Readonly<Record<IssuedStatus, string>> = { valid: 'v', pending: 'p' };
const KINDS: Readonly<Record<DocumentKind, string>> = { ikrar: 'i', pakta: 'p' };

/**
 * The fields of a pledge, cleaned: NFC, no control characters, over-long text cut.
 *
 * @throws WithdrawnError
 */
export function certificateFields(pledge: Pledge, election: Occasion, keyId: string): CertificateFields {
  if (pledge.status === 'withdrawn') throw new WithdrawnError('a withdrawn pledge has no certificate');
  const { nip, ...shown } = pledge.shown;
  const named = pledge.status === 'valid';
  // What is nothing but spaces is no name: a link has one way only to say that there is none.
  const name = named && clean(shown.name ?? '');
  const office = named && clean(shown.office ?? '');
  return {
    id: pledge.id,
    keyId,
    election: clean(election.name),
    event: clean(election.event),
    year: election.year,
    person: {
      nip,
      ...(name ? { name } : {}),
      ...(office ? { office } : {}),
    },
    at: pledge.at,
    zone: election.zone,
    proof: pledge.proof,
    status: pledge.status,
    documents: pledge.documents.map(({ kind, version, sha256 }) => ({ kind, version, sha256 })),
  };
}

/** The one way to write fields down. The id is not among them: it stands in the link's path and is signed with them. */
export function encodeFields(fields: CertificateFields): string {
  const { person } = fields;
  return [
    VERSION,
    fields.keyId,
    encodeText(fields.election),
    encodeText(fields.event),
    String(fields.year),
    encodeText(person.name ?? ''),
    encodeText(person.office ?? ''),
    person.nip.replace(/\*/g, ''),
    fields.at.toString(36),
    encodeText(fields.zone),
    PROOFS[fields.proof],
    STATUSES[fields.status],
    ...fields.documents.map(({ kind, version, sha256 }) => `${KINDS[kind]}${version}-${hexToBase64Url(sha256)}`),
  ].join(SEPARATOR);
}

/** The bytes an Ed25519 signature is made over, as text: never anything but a certificate of this kind. */
export const signedMessage = (id: string, encoded: string): string => `ikrar-certificate\n${id}\n${encoded}`;

/** @param publicUrl the deployment's own address, with or without a slash at its end */
export const certificateLink = (publicUrl: string, id: string, encoded: string, signature: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/v/${id}#${encoded}.${signature}`;

/** A certificate as a link claims it: nothing in it is true before the signature was checked. */
export interface ClaimedCertificate {
  readonly fields: CertificateFields;
  /** What the signature must cover. */
  readonly message: string;
  /** 64 bytes, base64url. */
  readonly signature: string;
}

/** `absent`: the part behind the # is missing. `version`: made by a later release. `malformed`: damaged or forged. */
export type CertificateFault = 'absent' | 'version' | 'malformed';

export type CertificateResult = { ok: true; certificate: ClaimedCertificate } | { ok: false; fault: CertificateFault };

/** Reads a whole link, as a QR reader gives it. Hostile input. */
export function parseCertificateLink(text: string): CertificateResult {
  const [address = '', fragment = ''] = splitOnce(text.trim(), '#');
  const id = /\/v\/([\w-]+)\/?(?:\?[^#]*)?$/.exec(address)?.[1];
  if (!id) return { ok: false, fault: text.trim() === '' ? 'absent' : 'malformed' };
  return parseCertificate(id, fragment);
}

/** Reads the part behind the `#` of the page `/v/<id>`. Hostile input. */
export function parseCertificate(id: string, fragment: string): CertificateResult {
  const no = (fault: CertificateFault): CertificateResult => ({ ok: false, fault });
  if (fragment === '' || fragment === '#') return no('absent');
  if (fragment.length > LONGEST_LINK_PART || !PLEDGE_ID.test(id)) return no('malformed');
  const bare = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  const dot = bare.lastIndexOf('.');
  const encoded = bare.slice(0, Math.max(dot, 0));
  const signature = bare.slice(dot + 1);
  const [version = ''] = splitOnce(encoded, SEPARATOR);
  if (/^\d{1,3}$/.test(version) && version !== VERSION) return no('version');
  if (!/^[\w-]{86}$/.test(signature)) return no('malformed');
  const fields = decodeFields(id, encoded);
  if (!fields || encodeFields(fields) !== encoded) return no('malformed');
  return { ok: true, certificate: { fields, message: signedMessage(id, encoded), signature } };
}

function decodeFields(id: string, encoded: string): CertificateFields | undefined {
  const parts = encoded.split(SEPARATOR);
  const [, keyId = '', election, event, year = '', name, office, nip = '', at = '', zone, proof, status, ...refs] =
    parts;
  const texts = [election, event, name, office, zone].map((part) => decodeText(part ?? ''));
  const [electionText, eventText, nameText, officeText, zoneText] = texts;
  const fields = {
    keyId: /^[\w-]{8}$/.test(keyId) ? keyId : undefined,
    year: /^\d{4}$/.test(year) ? Number(year) : undefined,
    nip: /^\d{8}$/.test(nip) ? `${nip.slice(0, 4)}********${nip.slice(4)}` : undefined,
    at: /^[0-9a-z]{1,9}$/.test(at) ? Number.parseInt(at, 36) : undefined,
    proof: nameOf(PROOFS, proof),
    status: nameOf(STATUSES, status),
  };
  const documents = refs.map(decodeDocument).filter((one) => one !== undefined);
  if (documents.length === 0 || documents.length !== refs.length || refs.length > 4) return undefined;
  if (!electionText || !eventText || !zoneText || nameText === undefined || officeText === undefined) return undefined;
  if (!fields.keyId || !fields.year || !fields.nip || fields.at === undefined || !isMoment(fields.at)) return undefined;
  if (!fields.proof || !fields.status || !/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(zoneText)) return undefined;
  if (fields.status === 'pending' && (nameText !== '' || officeText !== '')) return undefined;
  return {
    id,
    keyId: fields.keyId,
    election: electionText,
    event: eventText,
    year: fields.year,
    person: { nip: fields.nip, ...(nameText ? { name: nameText } : {}), ...(officeText ? { office: officeText } : {}) },
    at: fields.at,
    zone: zoneText,
    proof: fields.proof,
    status: fields.status,
    documents,
  };
}

function decodeDocument(ref: string): CertifiedDocument | undefined {
  const [, letter, version, hash] = /^([a-z])([1-9]\d{0,5})-([\w-]{43})$/.exec(ref) ?? [];
  const kind = nameOf(KINDS, letter);
  return kind && version && hash ? { kind, version: Number(version), sha256: base64UrlToHex(hash) } : undefined;
}

/** The last moment a `Date` can hold. */
const isMoment = (at: number): boolean => at <= 8.64e15;

function nameOf<K extends string>(letters: Readonly<Record<K, string>>, letter: string | undefined): K | undefined {
  for (const name in letters) if (letters[name] === letter) return name;
  return undefined;
}

const splitOnce = (text: string, by: string): [string, string | undefined] => {
  const at = text.indexOf(by);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + by.length)];
};

// --- text ----------------------------------------------------------------------------------------------------------

const isClean = (text: string): boolean => text === text.trim() && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\s\s/u.test(text);

function clean(text: string): string {
  const plain = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ')
    .trim();
  if (encodeText(plain).length <= LONGEST_TEXT) return plain;
  const letters = [...plain];
  while (encodeText(`${letters.join('')}…`).length > LONGEST_TEXT) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** Only letters, digits, `-`, `_`, `.`, `+` and `%XX`: no chat application ends a link at one of these. */
const encodeText = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*~]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');

function decodeText(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part.replace(/\+/g, ' '));
    return isClean(text) && part.length <= LONGEST_TEXT ? text : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

const hexToBase64Url = (hex: string): string =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

const base64UrlToHex = (text: string): string =>
  [...atob(text.replace(/-/g, '+').replace(/_/g, '/'))]
    .map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('');
