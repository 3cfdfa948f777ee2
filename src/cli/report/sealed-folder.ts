import { type Text, text } from '../../domain/message.ts';
import type { Unit } from '../../secrecy/unit-key.ts';
import { readPiece } from '../../storage/evidence.ts';
import type { SealedReport } from '../../storage/reports.ts';
import type { Archive } from '../shared/command.ts';
import type { NewFolder } from '../shared/folder.ts';
import { categoryWord } from './clear.ts';

/** Names that are safe in a file's: an id is random letters, and whoever changed one has something in mind. */
const SAFE = /^[\w-]{1,64}$/;

/**
 * Fills a folder with what `age -d` opens: `laporan.age`, as the recovery sheet calls it, `surat-01.age`, and each piece of
 * evidence by the id that the report names it with; `petunjuk.txt` tells how.
 *
 * @returns what is not as it should be
 */
export async function writeSealed(
  { db, terminal, config }: Archive,
  folder: NewFolder,
  { report, unit }: { readonly report: SealedReport; readonly unit: Unit },
): Promise<readonly Text[]> {
  await folder.write('laporan.age', report.body);
  const letters = report.letters.filter(({ author }) => author === 'reporter');
  for (const [n, { body }] of letters.entries()) {
    await folder.write(`surat-${String(n + 1).padStart(2, '0')}.age`, body);
  }
  const faults: Text[] = [];
  for (const { id, parts } of report.pieces) {
    const file = `bukti-${id}.age`;
    if (parts === 0 || !SAFE.test(id)) faults.push(text('dossier.piece_missing', { file }));
    else await folder.stream(file, readPiece(db, id));
  }
  const help = text('dossier.sealed_help', {
    id: report.id,
    unit: unit.name,
    category: terminal.plain(categoryWord(report.category)),
    at: { moment: report.receivedAt.getTime(), zone: config.TZ_REGION },
  });
  await folder.write('petunjuk.txt', `${terminal.plain(help)}\n`);
  return faults;
}
