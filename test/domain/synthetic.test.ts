import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { parseNip } from '../../src/domain/nip.ts';
import { SAMPLE_OFFICES } from '../../src/domain/region.ts';
import { syntheticPeople } from '../../src/domain/synthetic.ts';

const PEOPLE = [...syntheticPeople(1, 3_000, SAMPLE_OFFICES)];

test('the same seed gives the same people, another seed others', () => {
  expect([...syntheticPeople(1, 50, SAMPLE_OFFICES)]).toEqual(PEOPLE.slice(0, 50));
  expect([...syntheticPeople(2, 50, SAMPLE_OFFICES)]).not.toEqual(PEOPLE.slice(0, 50));
});

test('every NIP is its own and valid, now and in twenty years; some are of PPPK', () => {
  expect(new Set(PEOPLE.map((person) => person.nip)).size).toBe(PEOPLE.length);
  for (const today of ['2026-11-22', '2045-12-31']) {
    const faulty = PEOPLE.filter((person) => !parseNip(person.nip, Temporal.PlainDate.from(today)).ok);
    expect(faulty).toEqual([]);
  }
  expect(PEOPLE.filter((person) => person.nip[12] === '2').length).toBeGreaterThan(500);
});

test('numbers stand in the block that no one has, each once; every office has people', () => {
  const phones = PEOPLE.flatMap((person) => person.phone ?? []);
  expect(phones.filter((phone) => !/^\+628120000\d{4}$/.test(phone))).toEqual([]);
  expect(new Set(phones).size).toBe(phones.length);
  expect(new Set(PEOPLE.map((person) => person.office))).toEqual(new Set(SAMPLE_OFFICES));
});
