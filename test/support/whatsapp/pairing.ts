/** Linking a device: what WhatsApp and the owner's phone do when a QR is scanned, or a code is typed. */
import { randomBytes } from 'node:crypto';
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  type BinaryNode,
  Curve,
  derivePairingCodeKey,
  hkdf,
  hmacSign,
  proto,
  S_WHATSAPP_NET,
  WA_ADV_ACCOUNT_SIG_PREFIX,
} from '@whiskeysockets/baileys';
import type { Account } from './account.ts';
import type { Connection } from './connection.ts';
import { bytesOf, need, node, seconds } from './nodes.ts';

const REFS = 6;
const SALT = 32;
const IV = 16;

/** Half-secrets for the QRs that the client shows one after the other. */
export function offerPairing(connection: Connection): void {
  const refs = Array.from({ length: REFS }, () =>
    node('ref', {}, Buffer.from(`2@${randomBytes(24).toString('base64')}`)),
  );
  connection.send(setQuery('pair-1', node('pair-device', {}, refs)));
}

/** @param qr `…#ref,noise key,identity key,secret,platform`, keys in base64 */
export function scan(connection: Connection, account: Account, qr: string): void {
  const [, , identity, secret] = qr.slice(qr.indexOf('#') + 1).split(',');
  const companion = Buffer.from(need(identity, 'the identity of a QR'), 'base64');
  succeed(connection, account, companion, Buffer.from(need(secret, 'the secret of a QR'), 'base64'));
}

/** The owner types the code that the client shows: the phone sends its half of the exchange, wrapped with the code. */
export async function enterCode(connection: Connection, account: Account, code: string): Promise<void> {
  const hello = need(connection.linkHello, 'a code that was asked for');
  const theirKey = await derivePairingCodeKey(code, hello.subarray(0, SALT));
  const theirs = aesDecryptCTR(hello.subarray(SALT + IV), theirKey, hello.subarray(SALT, SALT + IV));
  const ours = Curve.generateKeyPair();
  const salt = randomBytes(SALT);
  const iv = randomBytes(IV);
  const wrapped = aesEncryptCTR(ours.public, await derivePairingCodeKey(code, salt), iv);
  connection.linkSecret = Curve.sharedKey(ours.private, theirs);
  const stage = node('link_code_companion_reg', { stage: 'primary_hello' }, [
    node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, Buffer.concat([salt, iv, wrapped])),
    node('primary_identity_pub', {}, account.phone.identity.public),
    node('link_code_pairing_ref', {}, Buffer.from('ref')),
  ]);
  const attributes = { from: S_WHATSAPP_NET, type: 'link_code_companion_reg', id: 'link-1', t: seconds() };
  connection.send(node('notification', attributes, [stage]));
}

/** `companion_finish`: the client's keys, sealed with what both now share. */
export function finishCode(connection: Connection, account: Account, stage: BinaryNode): void {
  const shared = need(connection.linkSecret, 'what both sides share');
  const sealed = bytesOf(stage, 'link_code_pairing_wrapped_key_bundle');
  const info = 'link_code_pairing_key_bundle_encryption_key';
  const key = hkdf(shared, 32, { salt: sealed.subarray(0, SALT), info });
  const nonceEnd = SALT + 12;
  const keys = aesDecryptGCM(sealed.subarray(nonceEnd), key, sealed.subarray(SALT, nonceEnd), Buffer.alloc(0));
  // The client's identity, the phone's, and a random number.
  const companion = keys.subarray(0, 32);
  const random = keys.subarray(64, 96);
  const identities = Curve.sharedKey(account.phone.identity.private, companion);
  const secret = hkdf(Buffer.concat([shared, identities, random]), 32, { info: 'adv_secret' });
  succeed(connection, account, companion, Buffer.from(secret));
}

/** The phone vouches for the client's identity; the client checks it with the secret, and signs in turn. */
function succeed(connection: Connection, account: Account, companion: Uint8Array, secret: Buffer): void {
  account.nextDevice();
  const { identity } = account.phone;
  const details = proto.ADVDeviceIdentity.encode({
    rawId: 12345,
    timestamp: Number(seconds()),
    keyIndex: 1,
    accountType: proto.ADVEncryptionType.E2EE,
    deviceType: proto.ADVEncryptionType.E2EE,
  }).finish();
  const vouched = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, companion]);
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: identity.public,
    accountSignature: Curve.sign(identity.private, vouched),
  }).finish();
  const sealed = { details: signed, hmac: hmacSign(signed, secret) };
  const success = node('pair-success', {}, [
    node('device-identity', {}, proto.ADVSignedDeviceIdentityHMAC.encode(sealed).finish()),
    node('device', { jid: account.jid, lid: account.lidJid }),
    node('platform', { name: 'android' }),
    node('biz', { name: 'Bot Contoh' }),
  ]);
  connection.send(setQuery('pair-2', success));
}

const setQuery = (id: string, content: BinaryNode): BinaryNode =>
  node('iq', { from: S_WHATSAPP_NET, type: 'set', id, xmlns: 'md', t: seconds() }, [content]);
