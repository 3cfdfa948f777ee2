/** Documents that an election has for itself, in its JSON: a part of elections.ts. */
import { expect, test } from 'vitest';
import type { DocumentText } from '../../src/domain/document.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import type { Ran } from '../support/cli.ts';

/** What that part needs of the whole. */
interface Documents {
  database(): { readonly db: PrismaClient };
  election(...args: readonly string[]): Promise<Ran>;
  open(id: string, votesIn: number): Promise<Ran>;
  shown(id: string): Promise<string>;
  file(content: unknown): Promise<string>;
}

const PAKTA: DocumentText = {
  title: 'PAKTA INTEGRITAS {PERISTIWA} {TAHUN}',
  opening: 'Dalam {peristiwa} tahun {tahun}, saya menyatakan:',
  points: ['Bersikap netral.', 'Menolak pemberian.'],
  closing: 'Demikian pakta ini saya buat.',
};
const pakta = { kind: 'pakta', ...PAKTA };
const ikrar = { kind: 'ikrar', ...PAKTA, title: 'IKRAR {PERISTIWA} {TAHUN}' };

export function documentsWork({ database, election, open, shown, file }: Documents): void {
  const edit = async (documents: unknown, id = 'one'): Promise<Ran> =>
    election('edit', id, '--json', await file({ documents }));
  const versions = async (): Promise<readonly string[]> => {
    const all = await database().db.document.findMany({ orderBy: [{ kind: 'asc' }, { version: 'asc' }] });
    return all.map(({ id, electionId }) => `${id} ${electionId ?? 'all'}`);
  };

  test('documents go into an election with its JSON, and come out as they went in', async () => {
    await open('one', 20);
    const one = JSON.parse(await shown('one'));
    expect(one.documents).toEqual([]);
    await election('add', '--json', await file({ ...one, id: 'two', documents: [pakta, ikrar] }));
    const two = JSON.parse(await shown('two'));
    expect(two).toEqual({ ...one, id: 'two', documents: [ikrar, pakta] });
    expect((await election('show', 'two')).said).toMatch(/documents ikrar +ikrar-2\ndocuments pakta +pakta-1\n/);
    expect(JSON.parse((await election('list', '--json')).said)).toEqual([one, two]);
    // The ikrar for every election is there beside it, and is no part of this one.
    expect(await versions()).toEqual(['ikrar-1 all', 'ikrar-2 two', 'pakta-1 two']);

    const same = await election('edit', 'two', '--json', await file(two));
    expect(same).toMatchObject({ code: 0, said: 'Nothing became different about two.\n' });
    expect(await versions()).toHaveLength(3);
  });

  test('a text that differs becomes the next version; one that is left out stays, and nothing is changed', async () => {
    await open('one', 20);
    expect((await edit([pakta])).said).toBe('Changed the election one.\ndocuments pakta: – → pakta-1\n');
    const other = { ...pakta, points: ['Bersikap netral.'] };
    expect((await edit([other, ikrar])).said).toBe(
      'Changed the election one.\ndocuments pakta: pakta-1 → pakta-2\ndocuments ikrar: – → ikrar-2\n',
    );
    expect(JSON.parse(await shown('one')).documents).toEqual([ikrar, other]);
    const before = [await shown('one'), await versions()];
    const path = await file({ region: 'Kota Contoh', documents: [ikrar] });
    expect(await election('edit', 'one', '--json', path)).toMatchObject({
      code: 1,
      said: '',
      complained: expect.stringMatching(
        /^The document pakta-2 is missing in the file\. It cannot be taken away from one/,
      ),
    });
    expect([await shown('one'), await versions()]).toEqual(before);
    // What is not written of is left as it is.
    expect(await election('edit', 'one', '--region', 'Kota Contoh')).toMatchObject({ code: 0 });
    expect(JSON.parse(await shown('one')).documents).toEqual([ikrar, other]);
  });

  test('documents that cannot be used are refused, each by its place, and no election is added', async () => {
    await open('one', 20);
    const one = JSON.parse(await shown('one'));
    const add = async (documents: unknown): Promise<readonly string[]> => {
      const { code, complained } = await election('add', '--json', await file({ ...one, id: 'two', documents }));
      expect(code).toBe(1);
      return complained.trim().split('\n').sort();
    };
    expect(
      await add([
        { ...pakta, kind: 'puisi', points: ['x', ' '], closing: undefined },
        { ...ikrar, version: 3 },
      ]),
    ).toEqual([
      'documents 1 closing: is missing.',
      'documents 1 kind: choose ikrar or pakta.',
      'documents 1 points 2: is missing.',
      'documents 2 version: there is no such field.',
    ]);
    expect(await add([pakta, { ...pakta, title: '{nama}' }])).toEqual([
      'The file holds more than one pakta for this election.',
      'Unknown: {nama}. Only {peristiwa}, {PERISTIWA} and {tahun} are replaced according to the election.',
    ]);
    const long = { ...pakta, points: Array.from({ length: 20 }, () => 'netral '.repeat(100)) };
    expect(await add([long])).toEqual([expect.stringMatching(/^This document is too long\. The certificate of /)]);
    expect(await election('show', 'two')).toMatchObject({ code: 1 });
    expect(await versions()).toEqual(['ikrar-1 all']);
  });
}
