import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Proof } from '../../src/domain/pledge.ts';
import type { PledgeKey } from '../../src/engine/types.ts';
import { addElections } from '../../src/storage/elections.ts';
import { findOffice } from '../../src/storage/offices.ts';
import { findPeople } from '../../src/storage/people.ts';
import { confirmPledge, listPledges, withdrawPledge } from '../../src/storage/pledge-keeping.ts';
import { findPledges, findStatus } from '../../src/storage/pledge-reading.ts';
import { makePledges } from '../../src/storage/pledge-writing.ts';
import { writeRoster } from '../../src/storage/roster.ts';
import { carryOut } from '../support/carry-out.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KEYS, ROSTER } from '../support/roster-rows.ts';
import { ELECTION, NOON } from '../support/world.ts';

const [SARI, BUDI, TUTIK] = ROSTER;
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await addElections(database.db, [ELECTION]);
  await writeRoster(database.db, KEYS, ROSTER);
});
afterAll(() => database.close());

async function pledge(nip: typeof SARI.nip, id: string, slot: PledgeKey['slot'], proof: Proof): Promise<PledgeKey> {
  const person = (await findPeople(database.db, KEYS, [nip])).get(nip);
  if (!person) throw new Error('nobody');
  const key = { electionId: ELECTION.id, personId: person.id, slot };
  const shown = { nip: 'masked' };
  const made = { type: 'pledge_made', id, key, proof, at: NOON, documents: [], shown, chat: 'c1' } as const;
  await carryOut(database.db, makePledges(KEYS, [made]), ['c1']);
  return key;
}

test('a pledge that waits is listed with who it is of, and confirmed becomes the one that counts', async () => {
  const health = (await findOffice(database.db, 'dinas KESEHATAN')) ?? '';
  const waiting = await pledge(SARI.nip, 'sari-1', { chat: 'chat-of-sari' }, 'none');
  const [listed, ...others] = await listPledges(database.db, KEYS, { status: 'pending', officeId: health });
  expect(others).toEqual([]);
  expect(listed).toEqual({
    id: 'sari-1',
    electionId: ELECTION.id,
    status: 'pending',
    at: NOON,
    office: 'Dinas Kesehatan',
    name: SARI.name,
    nip: '1986********2001',
  });
  expect(await confirmPledge(database.db, KEYS, 'sari-1')).toEqual({ kind: 'confirmed' });
  expect(await findStatus(database.db, 'sari-1')).toBe('valid');

  const found = await findPledges(database.db, KEYS, [waiting, { ...waiting, slot: 'verified' }]);
  expect(found).toHaveLength(2); // the chat that made it still finds it
  for (const { pledge: confirmed } of found) {
    expect(confirmed).toMatchObject({
      id: 'sari-1',
      status: 'valid',
      shown: { nip: '1986********2001', name: SARI.name, office: 'Dinas Kesehatan' },
    });
  }
  expect(await confirmPledge(database.db, KEYS, 'sari-1')).toEqual({ kind: 'not_pending', status: 'valid' });
});

test('of two that wait for one person only one is confirmed, and none beside one with a proof', async () => {
  await pledge(BUDI.nip, 'budi-1', { chat: 'a stranger' }, 'none');
  await pledge(BUDI.nip, 'budi-2', { chat: 'chat-of-budi' }, 'none');
  expect(await confirmPledge(database.db, KEYS, 'budi-2')).toEqual({ kind: 'confirmed' });
  expect(await confirmPledge(database.db, KEYS, 'budi-1')).toEqual({ kind: 'has_another' });

  await pledge(TUTIK.nip, 'tutik-1', { chat: 'a stranger' }, 'none');
  await pledge(TUTIK.nip, 'tutik-2', 'verified', 'code');
  expect(await confirmPledge(database.db, KEYS, 'tutik-1')).toEqual({ kind: 'has_another' });
  expect(await findStatus(database.db, 'tutik-1')).toBe('pending');
});

test('a pledge is withdrawn once; one that does not exist is neither confirmed nor withdrawn', async () => {
  await pledge(TUTIK.nip, 'tutik-3', { chat: 'chat-of-tutik' }, 'none');
  expect(await withdrawPledge(database.db, 'tutik-3')).toBe('withdrawn');
  expect(await withdrawPledge(database.db, 'tutik-3')).toBe('already');
  expect(await findStatus(database.db, 'tutik-3')).toBe('withdrawn');
  expect(await confirmPledge(database.db, KEYS, 'tutik-3')).toEqual({ kind: 'not_pending', status: 'withdrawn' });
  expect(await confirmPledge(database.db, KEYS, 'nothing')).toEqual({ kind: 'unknown' });
  expect(await withdrawPledge(database.db, 'nothing')).toBe('unknown');
});
