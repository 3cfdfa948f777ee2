/** A service that starts: loads the signing keys of a data folder, says which, and ends. */
import { Keys } from '../../../src/secrecy/keys.ts';
import { loadSigning } from '../../../src/secrecy/signing.ts';

const [, , dataDir = ''] = process.argv;
const keys = new Keys('a root secret that only tests have, and no service');
const { keyId, certificate } = await loadSigning(dataDir, keys, { commonName: 'Ikrar Contoh' });
process.send?.({ keyId, certificate: certificate.fingerprint256 });
process.disconnect?.();
