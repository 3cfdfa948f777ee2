/** What a test tells the fake, and asks it: `POST /<action>` with JSON. An action that waits answers when it is so. */
import { z } from 'zod';
import { ADDRESSINGS, type Contact, newId } from './contact.ts';
import { node, seconds } from './nodes.ts';
import { enterCode, scan } from './pairing.ts';
import { compose, sending } from './sendings.ts';
import type { FakeWhatsApp } from './server.ts';

type Action = (server: FakeWhatsApp, body: unknown) => unknown;

const action =
  <T extends z.ZodRawShape>(
    shape: T,
    does: (server: FakeWhatsApp, body: z.output<z.ZodObject<T>>) => unknown,
  ): Action =>
  (server, body) =>
    does(server, z.object(shape).parse(body));

/** An action of one person, named by their number. */
const ofPerson =
  <T extends z.ZodRawShape>(
    shape: T,
    does: (person: Contact, body: z.output<z.ZodObject<T>>, server: FakeWhatsApp) => unknown,
  ): Action =>
  (server, body) => {
    const person = server.people.find(z.object({ pn: z.string() }).parse(body).pn);
    if (!person) throw new Error('no such person');
    return does(person, z.object(shape).parse(body), server);
  };

/** Waits until something is so. */
const until = (server: FakeWhatsApp, isSo: () => boolean): Promise<true> =>
  server.changes.until(() => isSo() || undefined);

const id = z.string();
const options = { id: id.optional(), sendPn: z.boolean().optional() };

const OF_SERVER: readonly (readonly [string, Action])[] = [
  [
    'scan',
    action({ qr: z.string() }, async (server, { qr }) =>
      scan(await server.changes.until(() => server.connection), server.account, qr),
    ),
  ],
  [
    'enterCode',
    action({ code: z.string() }, async (server, { code }) => {
      const asking = () => (server.connection?.linkHello ? server.connection : undefined);
      await enterCode(await server.changes.until(asking), server.account, code);
    }),
  ],
  ['pairingAsked', (server) => server.asked],
  [
    'pairingOffered',
    action({ count: z.number() }, (server, { count }) => until(server, () => server.offered >= count)),
  ],
  ['paired', (server) => until(server, () => server.account.paired)],
  ['unpaired', (server) => until(server, () => !server.account.paired)],
  ['online', (server) => until(server, () => server.connection?.online === true)],
  ['offline', (server) => until(server, () => server.connection === undefined)],
  [
    'contact',
    action({ addressing: z.enum(ADDRESSINGS).default('lid'), name: z.string().default('Warga') }, (server, body) => {
      const { pn, lid, jid } = server.people.add(body.addressing, body.name);
      return { pn, lid, jid };
    }),
  ],
  [
    'streamError',
    action({ code: z.number(), conflict: z.string().optional() }, (server, { code, conflict }) =>
      server.streamError(code, conflict),
    ),
  ],
  [
    'rejectLogin',
    action({ code: z.number().optional() }, (server, { code }) => {
      server.rejection = code;
    }),
  ],
  [
    'answerUpgrades',
    action({ status: z.number().optional() }, (server, { status }) => {
      server.httpStatus = status;
    }),
  ],
  [
    'opensIn',
    action({ ms: z.number() }, (server, { ms }) => {
      server.openingMs = ms;
    }),
  ],
  ['turnedAway', action({ count: z.number() }, (server, { count }) => until(server, () => server.turnedAway >= count))],
  ['version', (server) => server.version],
  ['drop', (server) => server.connection?.cut()],
  [
    'refuseConnections',
    action({ refusing: z.boolean() }, (server, { refusing }) => {
      server.refusing = refusing;
    }),
  ],
  [
    'failNext',
    action({ code: z.number(), delayMs: z.number() }, (server, failure) => void server.failures.push(failure)),
  ],
  [
    'refuse',
    action({ id, to: z.string(), code: z.number() }, ({ connection }, { id: of, to: from, code }) =>
      connection?.send(node('ack', { class: 'message', id: of, from, error: String(code) })),
    ),
  ],
  [
    'cleared',
    action({ count: z.number() }, async ({ appState, changes }, { count }) =>
      changes.until(() => (appState.cleared.length >= count ? appState.cleared : undefined)),
    ),
  ],
  [
    'heard',
    action({ count: z.number() }, async ({ people, changes }, { count }) =>
      changes.until(() => (people.heard >= count ? { heard: people.heard } : undefined)),
    ),
  ],
  ['holdFiles', action({ held: z.boolean() }, ({ media }, { held }) => media.hold(held))],
  ['refuseUploads', action({ refused: z.boolean() }, ({ media }, { refused }) => media.refuse(refused))],
  ['endlessLeft', ({ media }) => media.left.promise],
  [
    'files',
    ({ media }) =>
      media.sent.map(({ directPath, mediaKey, fileSha256, fileEncSha256 }) => ({
        directPath,
        keys: [mediaKey, fileSha256, fileEncSha256].map((bytes) => Buffer.from(bytes ?? []).toString('base64')),
      })),
  ],
  ['logins', (server) => server.logins],
  ['astray', (server) => server.astray],
  ['unacknowledged', (server) => server.mailbox.unacknowledged],
  ['noticed', (server) => until(server, () => server.mailbox.unnoticed.length === 0)],
  ['settled', (server) => until(server, () => server.mailbox.unacknowledged.length === 0)],
];

const OF_PERSON: readonly (readonly [string, Action])[] = [
  [
    'sends',
    ofPerson({ sending, ...options }, async (person, { sending: what, id: wanted, sendPn }, { media }) =>
      person.send(await compose(what, person, media), {
        ...(wanted === undefined ? {} : { id: wanted }),
        ...(sendPn === undefined ? {} : { sendPn }),
      }),
    ),
  ],
  ['again', ofPerson({ sameBytes: z.boolean() }, (person, { sameBytes }) => person.again(sameBytes))],
  [
    'sendsIn',
    ofPerson({ sending, from: z.string() }, async (person, { sending: what, from }, { media }) =>
      person.sendIn(from, await compose(what, person, media)),
    ),
  ],
  ['keptBack', ofPerson({ type: z.string() }, (person, { type }) => person.sendKeptBack(type))],
  ['received', ofPerson({}, ({ received }) => received)],
  [
    'next',
    ofPerson({ count: z.number() }, async ({ received }, { count }, server) => {
      await until(server, () => received.length >= count);
      return received;
    }),
  ],
  ['file', ofPerson({ id }, (person, body) => person.files.get(body.id)?.toString('base64'))],
  ['receipts', ofPerson({}, ({ receipts }) => receipts)],
  [
    'receiptOf',
    ofPerson({ id, type: z.string().optional() }, ({ receipts }, { id: of, type }, server) =>
      server.changes.until(() => receipts.find((one) => one.id === of && (type ?? one.type) === one.type)),
    ),
  ],
  ['timeline', ofPerson({}, ({ timeline }) => timeline)],
  ['rejections', ofPerson({}, ({ rejections }) => rejections)],
  ['startsAnew', ofPerson({}, (person) => person.startsAnew())],
  ['reinstalls', ofPerson({}, (person) => person.reinstall())],
  ['movesTo', ofPerson({ to: z.string() }, (person, { to }, { people }) => people.move(person, to))],
  [
    'movesAccount',
    ofPerson({ to: z.string() }, (person, { to }) => {
      person.movesAccount(to);
      return { lid: person.lid, jid: person.jid };
    }),
  ],
  [
    'beginsAccount',
    ofPerson({}, async (person) => {
      await person.beginsAccount();
      return { lid: person.lid, jid: person.jid };
    }),
  ],
  ['turns', ofPerson({ way: z.enum(['off', 'on']) }, (person, { way }) => person.turn(way))],
  ['calls', ofPerson({ group: z.string().optional() }, (person, { group }, server) => call(server, person, group))],
  [
    'asksRetry',
    ofPerson({ id }, (person, { id: lost }, server) => {
      person.unread(lost);
      return server.sendReceipt(person, lost, 'retry', [
        node('retry', { id: lost, count: '1', t: seconds(), v: '1' }),
        node('registration', {}, person.device.registration),
      ]);
    }),
  ],
  [
    'sendsReceipt',
    ofPerson({ id, type: z.enum(['read', 'delivered']) }, (person, { id: of, type }, server) =>
      server.sendReceipt(person, of, type === 'read' ? type : undefined),
    ),
  ],
];

export const CONTROLS: ReadonlyMap<string, Action> = new Map([...OF_SERVER, ...OF_PERSON]);

/** Rings, in a group or not. @returns the id of the call */
function call(server: FakeWhatsApp, person: Contact, group: string | undefined): string {
  const callId = newId();
  const caller = { 'call-creator': person.jid, caller_pn: `${person.pn}@s.whatsapp.net` };
  const attributes = { 'call-id': callId, ...caller, 'group-jid': group };
  const offer = node('offer', attributes, [node('audio', { enc: 'opus', rate: '16000' })]);
  server.deliverOther(node('call', { from: person.jid, id: newId(), t: seconds(), notify: 'Warga' }, [offer]));
  return callId;
}
