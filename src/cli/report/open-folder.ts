import { type Text, text } from '../../domain/message.ts';
import type { Identity } from '../../secrecy/age.ts';
import type { Unit } from '../../secrecy/unit-key.ts';
import type { SealedReport } from '../../storage/reports.ts';
import type { Archive } from '../shared/command.ts';
import type { NewFolder } from '../shared/folder.ts';
import { type Exhibit, Exhibits } from './exhibits.ts';
import { type ReadLetter, readable } from './laporan.ts';
import { type Opened, type OpenedBody, openLetter } from './opened.ts';
import { Scribe } from './scribe.ts';

export interface OpenReport {
  readonly report: SealedReport;
  readonly unit: Unit;
  readonly identity: Identity;
  readonly opened: Opened<OpenedBody>;
}

/**
 * Fills a folder: `laporan.json` as it was sealed, `laporan.txt` to read, `surat-01.json`, and the evidence.
 *
 * @returns what is not as it should be
 */
export async function writeOpened(archive: Archive, folder: NewFolder, open: OpenReport): Promise<readonly Text[]> {
  const { db, terminal, config } = archive;
  const { report, unit, identity, opened } = open;
  await folder.write('laporan.json', opened.json);
  const evidence = new Exhibits(db, identity, folder, report.pieces);
  const exhibits = await evidence.named(opened.told?.evidence ?? []);
  const letters: ReadLetter[] = [];
  for (const { writtenAt, letter } of await openLetters(report, identity)) {
    const n = letters.length + 1;
    if (letter) await folder.write(letterFile(n), letter.json);
    const told = letter?.told;
    letters.push({
      n,
      writtenAt,
      opens: letter !== undefined,
      exhibits: await evidence.named(told?.evidence ?? []),
      ...(told ? { told } : {}),
    });
  }
  const others = await evidence.unnamed();
  const officers = report.letters.length - letters.length;
  const scribe = new Scribe((message) => terminal.plain(message), config.TZ_REGION);
  const words = readable({ report, unit, told: opened.told, exhibits, letters, others, officers }, scribe);
  await folder.write('laporan.txt', words);
  return [
    ...(opened.told ? [] : [text('dossier.other_shape')]),
    ...letters.filter(({ opens }) => !opens).map(({ n }) => text('dossier.letter_damaged', { file: letterFile(n) })),
    ...[...exhibits, ...letters.flatMap((letter) => letter.exhibits), ...others].flatMap(faultsOf),
  ];
}

/** Those of the reporter, in the order in which they were written: of one hour, only what is inside tells it. */
async function openLetters({ letters }: SealedReport, identity: Identity) {
  // What officers wrote is sealed to the reporter.
  const own = letters.filter(({ author }) => author === 'reporter');
  const opened = await Promise.all(
    own.map(async ({ writtenAt, body }) => ({ writtenAt, letter: await openLetter(identity, body) })),
  );
  return opened.sort(
    (a, b) => a.writtenAt.getTime() - b.writtenAt.getTime() || (a.letter?.told?.nth ?? 0) - (b.letter?.told?.nth ?? 0),
  );
}

const faultsOf = ({ copy, original }: Exhibit): readonly Text[] =>
  [copy, original].flatMap((one) => (one?.fault ? [text(`dossier.piece_${one.fault}`, { file: one.file })] : []));

const letterFile = (n: number): string => `surat-${String(n).padStart(2, '0')}.json`;
