/** What the bot sends that is no query: messages, receipts, acknowledgements, typing, calls it will not take. */
import {
  type BinaryNode,
  getAllBinaryNodeChildren,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  jidDecode,
  proto,
  unpadRandomMax16,
} from '@whiskeysockets/baileys';
import type { Connection } from './connection.ts';
import type { Contact } from './contact.ts';
import { attribute, childOf, firstChild, need, node, seconds } from './nodes.ts';
import type { FakeWhatsApp } from './server.ts';
import { understand } from './understand.ts';

type Handler = (server: FakeWhatsApp, connection: Connection, stanza: BinaryNode) => Promise<void> | void;

/** By tag; what is not here needs no answer. */
export const FROM_BOT: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['message', message],
  ['receipt', receipt],
  ['ack', ack],
  ['chatstate', chatstate],
  ['call', call],
]);

async function message(server: FakeWhatsApp, connection: Connection, stanza: BinaryNode): Promise<void> {
  const id = attribute(stanza, 'id');
  const from = attribute(stanza, 'to');
  const failure = server.failures.shift();
  if (failure) {
    const refusal = node('ack', { class: 'message', id, from, error: String(failure.code) });
    if (failure.delayMs === 0) connection.send(refusal);
    else setTimeout(() => connection.send(refusal), failure.delayMs);
    return;
  }
  if (server.people.hasLeft(jidDecode(from)?.user ?? '')) {
    server.astray.push(from);
    connection.send(node('ack', { class: 'message', id, from, t: seconds(), refresh_lid: 'true' }));
    return;
  }
  connection.send(node('ack', { class: 'message', id, from, t: seconds() }));
  for (const [jid, enc] of encrypted(stanza)) await handOver(server, id, jid, enc);
}

/** A copy for each device: in `<participants>`, or alone. */
function encrypted(stanza: BinaryNode): readonly (readonly [jid: string, enc: BinaryNode])[] {
  const many = getBinaryNodeChild(stanza, 'participants');
  if (many) return getBinaryNodeChildren(many, 'to').map((to) => [attribute(to, 'jid'), childOf(to, 'enc')]);
  const one = getBinaryNodeChild(stanza, 'enc');
  return one ? [[attribute(stanza, 'to'), one]] : [];
}

async function handOver(server: FakeWhatsApp, id: string, jid: string, enc: BinaryNode): Promise<void> {
  const user = jidDecode(jid)?.user ?? '';
  const device = server.deviceOf(user);
  const { content: sealed } = enc;
  if (!device || !(sealed instanceof Uint8Array)) return;
  const encType = attribute(enc, 'type');
  const open = () => device.decrypt(server.account.address, encType, sealed);
  const person = server.people.find(user);
  // The owner's phone reads along, so that its session moves on; nobody asks what it read.
  if (!person) return void (await open());
  await person.take(async () => {
    const content = proto.Message.decode(unpadRandomMax16(await open()));
    const { told, file } = await understand(content, server.media);
    if (file) person.files.set(id, file);
    person.show({ ...told, id, at: Date.now(), to: jid, encType, message: content });
    server.changes.happened();
    server.sendReceipt(person, id, undefined);
  });
}

/** Delivered, read, or «send it again»; of one message or of several. */
async function receipt(server: FakeWhatsApp, connection: Connection, stanza: BinaryNode): Promise<void> {
  const id = attribute(stanza, 'id');
  const { type } = stanza.attrs;
  connection.send(node('ack', { class: 'receipt', id, type, from: attribute(stanza, 'to') }));
  server.appState.receipt(id);
  const person = personOf(server, stanza);
  if (!person) return;
  const more = getBinaryNodeChildren(getBinaryNodeChild(stanza, 'list'), 'item').map((item) => attribute(item, 'id'));
  for (const one of [id, ...more]) {
    person.receipts.push({ id: one, type: type ?? 'delivered', at: Date.now() });
    server.mailbox.receipt(person.pn, one, type);
  }
  server.changes.happened();
  if (type === 'retry') await person.answerRetry(id);
}

/** An `ack` of a message refuses it: what the bot takes, it answers with a receipt. */
function ack(server: FakeWhatsApp, _: Connection, stanza: BinaryNode): void {
  const { class: of, id, error } = stanza.attrs;
  const person = personOf(server, stanza);
  if (of === 'notification' && id !== undefined) {
    server.mailbox.noticed(id);
    server.changes.happened();
  }
  if (of !== 'message' || id === undefined || !person) return;
  person.receipts.push({ id, type: 'refused', at: Date.now(), ...(error === undefined ? {} : { error }) });
  server.mailbox.refused(person.pn, id);
  server.changes.happened();
}

function chatstate(server: FakeWhatsApp, _: Connection, stanza: BinaryNode): void {
  personOf(server, stanza)?.timeline.push(need(firstChild(stanza), 'a state').tag);
  server.changes.happened();
}

function call(server: FakeWhatsApp, connection: Connection, stanza: BinaryNode): void {
  connection.send(node('ack', { class: 'call', id: attribute(stanza, 'id'), from: attribute(stanza, 'to') }));
  for (const { tag, attrs } of getAllBinaryNodeChildren(stanza)) {
    if (tag === 'reject' && attrs['call-id']) personOf(server, stanza)?.rejections.push(attrs['call-id']);
  }
  server.changes.happened();
}

const personOf = (server: FakeWhatsApp, { attrs }: BinaryNode): Contact | undefined =>
  server.people.find(jidDecode(attrs['to'])?.user ?? '');
