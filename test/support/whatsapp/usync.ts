/** `iq usync`: who is on WhatsApp, which devices and which LID they have. */
import { type BinaryNode, getBinaryNodeChildren, getBinaryNodeChildString, jidDecode } from '@whiskeysockets/baileys';
import { childOf, node } from './nodes.ts';
import type { FakeWhatsApp } from './server.ts';

export function usync(server: FakeWhatsApp, query: BinaryNode): BinaryNode {
  const asked = childOf(query, 'query').content;
  const wants = new Set(Array.isArray(asked) ? asked.map(({ tag }) => tag) : []);
  const users = getBinaryNodeChildren(childOf(query, 'list'), 'user').map((user) => answer(server, user, wants));
  return node('usync', query.attrs, [node('list', {}, users)]);
}

function answer(server: FakeWhatsApp, user: BinaryNode, wants: ReadonlySet<string>): BinaryNode {
  const { account } = server;
  // Either an address, or `<contact>+62…</contact>`.
  const phone = getBinaryNodeChildString(user, 'contact')?.replace(/\D/g, '');
  const jid = user.attrs['jid'] ?? `${phone}@s.whatsapp.net`;
  const name = jidDecode(jid)?.user ?? '';
  const own = account.isOwn(name);
  const lid = own ? account.lid : server.people.find(name)?.lid;
  const known = lid !== undefined;
  const devices = [node('device', { id: '0' })];
  if (own) devices.push(node('device', { id: String(account.address.deviceId), 'key-index': '1' }));
  const found: BinaryNode[] = [];
  if (wants.has('contact')) found.push(node('contact', { type: known ? 'in' : 'out' }));
  if (wants.has('devices') && known) found.push(node('devices', {}, [node('device-list', {}, devices)]));
  if (wants.has('lid') && known && jid.endsWith('@s.whatsapp.net')) {
    found.push(node('lid', { val: `${lid}@lid` }));
  }
  return node('user', { jid }, found);
}
