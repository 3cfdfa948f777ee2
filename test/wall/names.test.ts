/**
 * A chat remembers the messages it handled by hashes under the root. With the root one can try whether it handled a message
 * of some name; so no message is ever named after anything on the report side.
 */
import { expect, test, vi } from 'vitest';
import { chatKey, messageMark } from '../../src/conversation/chat.ts';
import { wasHandled } from '../../src/conversation/memory.ts';
import { MARK_BYTES } from '../../src/storage/turns.ts';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';
import { keys } from '../support/shell.ts';

const CHAT = 'chat-of-a-reporter';

let database: TestDatabase;
let desk: Reporting;
reporting((open) => {
  ({ database, desk } = open);
});

test('no name of a message leads from a chat to its evidence, also with the root', async () => {
  const receives = vi.spyOn(desk.house.turns, 'receive');
  await desk.says(CHAT, '/lapor');
  await desk.taps(CHAT, 'brief');
  await desk.says(CHAT, 'Camat membagi kaus di balai desa.', 'Klojen');
  await desk.taps(CHAT, 'original');
  await desk.sends(CHAT, await photo());
  await desk.sends(CHAT, Buffer.from('%PDF-1.7 an office file'));
  await desk.taps(CHAT, 'done', 'file', 'skip', 'none');
  await desk.sweep();

  const address = { channel: 'telegram', id: CHAT } as const;
  const { recent } = await database.db.session.findUniqueOrThrow({
    where: { key: new Uint8Array(chatKey(keys, address).bytes) },
  });
  const names = receives.mock.calls.map(([{ messageId }]) => messageId);
  const handled = (messageId: string): boolean =>
    wasHandled(recent, messageMark(keys, { address, messageId, act: { kind: 'other', what: 'edited' } }));
  expect(recent.length).toBe(names.length * MARK_BYTES);
  for (const name of names) expect(handled(name)).toBe(true);

  const evidence = await database.db.evidence.findMany();
  const reports = await database.db.report.findMany();
  expect(evidence).toHaveLength(3);
  const lookups = reports.flatMap(({ lookup }) => [asHex(lookup), Buffer.from(lookup).toString('base64url')]);
  const ids = [...[...evidence, ...reports].map(({ id }) => id), ...lookups];
  for (const id of ids) {
    expect(names.filter((name) => name.includes(id))).toEqual([]);
    for (const name of [id, `news-${id}`, `fetch-${id}`, `piece-${id}`]) expect(handled(name)).toBe(false);
  }
});

const asHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
