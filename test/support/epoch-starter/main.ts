/** A replica that takes the key of an hour from a folder, says which it got, and ends. */
import { EpochKeys } from '../../../src/secrecy/epoch.ts';
import { Keys } from '../../../src/secrecy/keys.ts';

const [, , folder = '', now = ''] = process.argv;
const epochs = new EpochKeys(folder, new Keys('a root secret that only tests have, and no service'));
const { key } = await epochs.current(Number(now));
process.send?.(key.export().toString('hex'));
process.disconnect?.();
