/**
 * `node --import …/preload.ts`: the process takes our loopback server for WhatsApp. Baileys checks that the certificate of
 * the noise handshake leads to the root key it knows; here it is told ours, 32 bytes in hex, by `FAKE_WA_ROOT`. The code
 * under test stays as it is. The certificate for files is trusted through `NODE_EXTRA_CA_CERTS`.
 */
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys';

const root = process.env['FAKE_WA_ROOT'];
if (root !== undefined) WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root, 'hex');
