/**
 * The smallest bot there can be on unmodified Baileys: it answers what it is told with the same, and prints what happens
 * as JSON lines, `{"event": …}`. `--url ws://…`; `--folder …` keeps its state there, in memory without; `--number …` links
 * by code and not by QR. Ends when its standard input does.
 */
import '../quiet.ts';
import { parseArgs } from 'node:util';
import {
  DisconnectReason,
  downloadMediaMessage,
  makeWASocket,
  normalizeMessageContent,
  useMultiFileAuthState,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys';
import { z } from 'zod';
import { SILENT } from '../../../../src/channels/whatsapp/silent.ts';
import { memoryState } from './memory.ts';

const { values } = parseArgs({
  options: { url: { type: 'string' }, folder: { type: 'string' }, number: { type: 'string' } },
});
const { url = '', folder, number } = values;
const kept = folder === undefined ? undefined : await useMultiFileAuthState(folder);
const auth = kept?.state ?? memoryState();
const statusCode = z.object({ output: z.object({ statusCode: z.number() }) });
let codeAsked = false;

process.stdin.resume().on('end', () => process.exit(0));
connect();

function say(event: string, more: object = {}): void {
  process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
}

function connect(): void {
  const socket = makeWASocket({
    auth,
    logger: SILENT,
    waWebSocketUrl: url,
    markOnlineOnConnect: false,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
  });
  socket.ev.on('creds.update', () => void kept?.saveCreds());
  socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
    if (qr !== undefined) link(socket, qr).catch(failed);
    if (connection === 'open') say('open', { me: socket.user?.id });
    if (connection !== 'close') return;
    const code = statusCode.safeParse(lastDisconnect?.error).data?.output.statusCode;
    say('close', { code });
    if (code === DisconnectReason.loggedOut || code === DisconnectReason.connectionReplaced) return;
    // Whoever is refused tries again, but not in a circle that leaves nothing to anybody else.
    setTimeout(connect, code === DisconnectReason.restartRequired ? 0 : 50);
  });
  socket.ev.on('messages.upsert', ({ messages, type }) => {
    for (const message of messages) {
      if (message.key.fromMe) say('own', { id: message.key.id, status: message.status });
      // The connection may break at any moment: then there is no echo.
      else echo(socket, message, type).catch(failed);
    }
  });
  socket.ev.on('messages.update', (updates) => {
    for (const { key, update } of updates) say('update', { id: key.id, status: update.status });
  });
  socket.ev.on('call', (calls) => {
    for (const { id, from, status } of calls) {
      say('call', { id, status });
      if (status === 'offer') socket.rejectCall(id, from).catch(failed);
    }
  });
}

async function link(socket: WASocket, qr: string): Promise<void> {
  if (number === undefined) return say('qr', { qr });
  if (codeAsked) return;
  codeAsked = true;
  say('code', { code: await socket.requestPairingCode(number) });
}

function failed(error: unknown): void {
  say('failed', { error: String(error) });
}

async function echo(socket: WASocket, message: WAMessage, type: string): Promise<void> {
  const { id, remoteJid, remoteJidAlt } = message.key;
  const content = normalizeMessageContent(message.message);
  const text = content?.conversation || content?.extendedTextMessage?.text;
  const isFile = Boolean(content?.imageMessage ?? content?.documentMessage);
  const stub = message.messageStubParameters?.at(0);
  say('message', { id, from: remoteJid, alt: remoteJidAlt, type, text, kinds: Object.keys(content ?? {}), stub });
  if (!remoteJid) return;
  if (text) {
    await socket.sendPresenceUpdate('composing', remoteJid);
    const sent = await socket.sendMessage(remoteJid, { text: `echo: ${text}` }, { quoted: message });
    say('sent', { for: id, id: sent?.key.id });
  }
  if (isFile) {
    const document = await downloadMediaMessage(message, 'buffer', {});
    const mimetype = content?.imageMessage?.mimetype ?? content?.documentMessage?.mimetype ?? '';
    await socket.sendMessage(remoteJid, { document, mimetype, fileName: 'echo.bin', caption: 'echo' });
  }
}
