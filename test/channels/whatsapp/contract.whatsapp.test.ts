import { afterAll, beforeAll } from 'vitest';
import { channelContract } from '../../support/contract.ts';
import { type OwnedNumber, openNumber, whatsappHarness } from './open.ts';

let number: OwnedNumber;
beforeAll(async () => {
  number = await openNumber();
});
afterAll(() => number.close());

channelContract(
  'WhatsApp',
  ['sender'],
  whatsappHarness(() => number),
);
