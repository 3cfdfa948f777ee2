/** `iq`: what the client asks, and what WhatsApp answers. What nobody needs an answer to gets an empty one. */
import { type BinaryNode, getBinaryNodeChildren, jidDecode, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import { BotKeys } from './bot-keys.ts';
import type { Connection } from './connection.ts';
import { attribute, bytesOf, childOf, firstChild, node } from './nodes.ts';
import { finishCode } from './pairing.ts';
import type { FakeWhatsApp } from './server.ts';
import { usync } from './usync.ts';

type Content = readonly BinaryNode[] | undefined;

interface Query {
  readonly server: FakeWhatsApp;
  readonly connection: Connection;
  readonly iq: BinaryNode;
  /** Its first child. */
  readonly about: BinaryNode;
}

type Answer = (query: Query) => Content | Promise<Content>;

/** Children of the answer, by `xmlns` of the query. */
const ANSWERS: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['encrypt', encrypt],
  ['usync', ({ server, iq }) => [usync(server, childOf(iq, 'usync'))]],
  ['abt', () => [node('props', { hash: 'h1', refresh: '86400' })]],
  ['blocklist', () => [node('list')]],
  ['privacy', privacy],
  ['w:m', mediaHosts],
  ['w:sync:app:state', appState],
]);

export async function answerQuery(server: FakeWhatsApp, connection: Connection, iq: BinaryNode): Promise<void> {
  const about = firstChild(iq) ?? node('nothing');
  if (iq.attrs['type'] === 'result') {
    if (about.tag === 'pair-device-sign') server.linked(connection);
    return;
  }
  const content = await ANSWERS.get(iq.attrs['xmlns'] ?? '')?.({ server, connection, iq, about });
  connection.send(
    node('iq', { from: S_WHATSAPP_NET, id: attribute(iq, 'id'), type: 'result' }, content && [...content]),
  );
  if (about.tag === 'active') server.goOnline(connection);
  if (about.tag === 'remove-companion-device') server.unlinked();
  if (about.tag === 'link_code_companion_reg') linkByCode(server, connection, about);
}

function linkByCode(server: FakeWhatsApp, connection: Connection, about: BinaryNode): void {
  if (about.attrs['stage'] !== 'companion_hello') {
    finishCode(connection, server.account, about);
    return;
  }
  connection.linkHello = bytesOf(about, 'link_code_pairing_wrapped_companion_ephemeral_pub');
  server.codeAsked(attribute(about, 'jid'));
}

function encrypt({ server, iq, about }: Query): Content {
  const { account } = server;
  if (about.tag === 'count') return [node('count', { value: String(account.keys?.left ?? 0) })];
  if (about.tag === 'digest') return account.keys && [node('digest', {}, [node('registration', {}, Buffer.alloc(4))])];
  if (about.tag === 'key') {
    const users = getBinaryNodeChildren(about, 'user').map((user) => bundleOf(server, attribute(user, 'jid')));
    return [node('list', {}, users)];
  }
  if (about.tag === 'rotate') account.keys?.rotate(about);
  else if (account.keys) account.keys.add(iq);
  else account.keys = new BotKeys(iq);
  server.changes.happened();
  return undefined;
}

function bundleOf(server: FakeWhatsApp, jid: string): BinaryNode {
  const device = server.deviceOf(jidDecode(jid)?.user ?? '');
  return device?.bundleNode(jid) ?? node('user', { jid }, [node('error', { code: '404', text: 'item-not-found' })]);
}

function privacy({ about }: Query): Content {
  if (about.tag === 'tokens') return undefined;
  return [node('privacy', {}, [node('category', { name: 'readreceipts', value: 'all' })])];
}

function mediaHosts({ server }: Query): Content {
  const host = node('host', { hostname: server.media.host, maxContentLengthBytes: '104857600' });
  return [node('media_conn', { auth: 'auth', ttl: '3600' }, [host])];
}

async function appState({ server, iq }: Query): Promise<Content> {
  const collections = getBinaryNodeChildren(childOf(iq, 'sync'), 'collection');
  return [node('sync', {}, await Promise.all(collections.map((one) => server.appState.take(one))))];
}
