import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseReceiptCode, type ReceiptCode, receiptCodeOf } from '../../src/domain/receipt.ts';
import { openWith, sealTo } from '../../src/secrecy/age.ts';
import { lookupOf, reporterIdentity, reporterRecipient } from '../../src/secrecy/receipt-keys.ts';

function code(text: string): ReceiptCode {
  const read = parseReceiptCode(text);
  if (read === undefined) throw new TypeError(`${text} is no receipt code`);
  return read;
}

// Written down once. A change here means that nobody finds their report again.
test.each([
  [
    'K7QM-2XPD-9RTN-4HVE',
    '5e9297d96b2246fe9bab013e341f5d17',
    'AGE-SECRET-KEY-1E8W8T6LCPHMNFEHH4VRAJUJMAK25KDYMRLY5ZDMVY6FLVKW9Q46S299EW8',
    'age1j9gjkftn58uzhyd46lw5wn0f72znx7hyk9ewncley4xq2p7vjvvsj2sljq',
  ],
  [
    '0000-0000-0000-0000',
    '2ad58031d4dfb908bbc6ade0e508049e',
    'AGE-SECRET-KEY-16C6DQ5WYS8QN4H4RD8L408HNKZSHN6SMRPUXNYSHWTSXEFN78G3QK889K5',
    'age1yaf660el08w9jkl8t92cw8x0nnv77fu64j3p8ss5rmrzuu2jpacs8lnwja',
  ],
])('what derives from %s stays the same', async (text, lookup, identity, recipient) => {
  expect(lookupOf(code(text)).toString('hex')).toBe(lookup);
  expect(reporterIdentity(code(text))).toBe(identity);
  expect(await reporterRecipient(code(text))).toBe(recipient);
});

test('what officers seal to a reporter opens with the code, however it is typed, and with no other', async () => {
  const sealed = await sealTo(await reporterRecipient(code('K7QM-2XPD-9RTN-4HVE')), Buffer.from('Terima kasih.'));
  const opened = await openWith(reporterIdentity(code('k7qm 2xpd 9rtn 4hve')), sealed);
  expect(Buffer.from(opened).toString()).toBe('Terima kasih.');
  await expect(openWith(reporterIdentity(code('K7QM-2XPD-9RTN-4HVF')), sealed)).rejects.toMatchObject({
    fault: 'sealed',
  });
});

test('no two codes share a name', () => {
  const codes = fc.uint8Array({ minLength: 10, maxLength: 10 }).map(receiptCodeOf);
  fc.assert(
    fc.property(codes, codes, (one, two) => {
      expect(lookupOf(one).equals(lookupOf(two))).toBe(one === two);
    }),
  );
});
