/** In the browser: checks the signature of what the link says, asks for the status, and shows both. */
import { verifyAsync } from '@noble/ed25519';
import { type CertificateFields, parseCertificate, proofShown } from '../../domain/certificate.ts';
import type { Language } from '../../domain/message.ts';
import { formatMoment } from '../../domain/moment.ts';
import { type Checked, type LiveStatus, type Verdict, verdictOf } from '../../domain/verdict.ts';

interface Read {
  readonly checked: Checked;
  /** Only what was signed by us. */
  readonly fields?: CertificateFields;
}

const main = find('main');
const id = main.dataset['id'] ?? '';
const language: Language = main.dataset['language'] === 'en' ? 'en' : 'id';
const STATUSES: readonly string[] = ['valid', 'pending', 'withdrawn', 'unknown'] satisfies LiveStatus[];

async function show(): Promise<void> {
  const { hash } = location;
  main.querySelectorAll<HTMLElement>('[data-verdict], [data-signed]').forEach(hide);
  find('[data-checking]').hidden = false;
  // A forged sheet may carry the id of a true one, whose status would lend it credit: it waits for the signature.
  find('.now').hidden = true;
  keepFragment(hash);
  const [{ checked, fields }, live] = await Promise.all([check(hash), fetchStatus()]);
  if (location.hash !== hash) return;
  find('[data-checking]').hidden = true;
  if (fields) fill(fields);
  find('[data-signed]').hidden = !fields;
  main.querySelectorAll<HTMLElement>('[data-status]').forEach((one) => {
    one.hidden = one.dataset['status'] !== live;
  });
  find('.now').hidden = !fields && checked.signature !== 'absent';
  reveal(verdictOf(checked, live));
}

async function check(hash: string): Promise<Read> {
  const parsed = parseCertificate(id, hash);
  if (!parsed.ok) return { checked: { signature: parsed.fault } };
  const { fields, message, signature } = parsed.certificate;
  const key = publicKeys().get(fields.keyId);
  if (!key) return { checked: { signature: 'unknown_key' } };
  // A page that did not come by HTTPS has no WebCrypto. A browser too old for this script shows the same, see the page.
  if (!globalThis.crypto?.subtle) return { checked: { signature: 'unsupported' } };
  const bytes = new TextEncoder().encode(message);
  const holds = await verifyAsync(fromBase64Url(signature), bytes, fromBase64Url(key), { zip215: false });
  return holds
    ? { checked: { signature: 'valid', issued: fields.status }, fields }
    : { checked: { signature: 'wrong' } };
}

async function fetchStatus(): Promise<LiveStatus> {
  try {
    const response = await fetch(`/v/${encodeURIComponent(id)}/status`, { cache: 'no-store' });
    if (!response.ok && response.status !== 404) return 'unreachable';
    const { status }: { status?: unknown } = await response.json();
    return isStatus(status) ? status : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

const isStatus = (status: unknown): status is LiveStatus => typeof status === 'string' && STATUSES.includes(status);

function fill(fields: CertificateFields): void {
  const { person } = fields;
  put('name', person.name);
  put('nip', person.nip);
  put('office', person.office);
  put('election', fields.election);
  put('event', `${fields.event} ${fields.year}`);
  put('at', formatMoment(language, fields.at, fields.zone));
  put('proof', word(`proof-${proofShown(fields)}`));
  put('issued', word(`issued-${fields.status}`));
  put('id', fields.id);
  find('[data-documents]').replaceChildren(
    ...fields.documents.map(({ kind, version, sha256 }) => {
      const item = document.createElement('li');
      const hash = document.createElement('code');
      hash.textContent = sha256;
      item.append(`${word(`document-${kind}`)}, ${word('version')} ${version}`, hash);
      return item;
    }),
  );
}

/** A field that the certificate does not have takes its label with it. */
function put(field: string, value: string | undefined): void {
  find(`[data-field="${field}"]`).textContent = value ?? '';
  find(`[data-row="${field}"]`).hidden = value === undefined;
}

const word = (name: string): string => find(`[data-word="${name}"]`).textContent ?? '';

function reveal(verdict: Verdict): void {
  find(`[data-verdict="${verdict}"]`).hidden = false;
}

function hide(element: HTMLElement): void {
  element.hidden = true;
}

/** A page in another language shows the same certificate. */
function keepFragment(hash: string): void {
  document.querySelectorAll<HTMLAnchorElement>('a[hreflang]').forEach((link) => {
    link.hash = hash;
  });
}

function publicKeys(): Map<string, string> {
  const keys: readonly { id: string; publicKey: string }[] = JSON.parse(main.dataset['keys'] ?? '[]');
  return new Map(keys.map((one) => [one.id, one.publicKey]));
}

const fromBase64Url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

// The next QR may open in this very page.
window.addEventListener('hashchange', () => void show());
void show();
