import { text } from '../../domain/message.ts';
import { findSealed } from '../../storage/reports.ts';
import { readIdArgs } from '../shared/args.ts';
import type { Action, Archive, ExitCode } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { makeUnnamed } from '../shared/files.ts';
import { NewFolder } from '../shared/folder.ts';
import { type KeySource, keyByPassphrase, keyInFile, openWithKey, unitOf } from './key.ts';
import { writeOpened } from './open-folder.ts';
import { writeSealed } from './sealed-folder.ts';

/**
 * `export ID [--out FOLDER]` with `--identity FILE` or `--passphrase`: opens a report into a new folder, with its letters and
 * its evidence. With `--sealed` it stays sealed, for a machine without network or for the time after this service. Without
 * `--out` the folder is made where one stands. Ends with 1 when a piece is missing.
 */
export const exportAction: Action = {
  async run(args, tools) {
    const { values, id, others } = readIdArgs(args, {
      out: { type: 'string' },
      identity: { type: 'string' },
      passphrase: { type: 'boolean' },
      sealed: { type: 'boolean' },
    });
    if (id === undefined || others.length > 0) throw new UsageError(text('dossier.export_needs_id'));
    const { out, identity, passphrase = false, sealed = false } = values;
    if ([identity !== undefined, passphrase, sealed].filter(Boolean).length !== 1) {
      throw new UsageError(text('dossier.export_ways'));
    }
    const make = out === undefined ? unnamed(tools.folder, id, sealed) : () => NewFolder.make(out);
    if (passphrase) {
      const key = await keyByPassphrase(tools);
      return tools.withDesk((desk) => exportReport(desk, id, make, key(desk.keys)));
    }
    // Neither asks for the root: whoever has lost it, and the service, still has the reports.
    const key = identity === undefined ? undefined : await keyInFile(identity);
    return tools.withArchive((archive) => exportReport(archive, id, make, key));
  },
};

/** An id of ours is letters, and safe in a name; what else is asked for, no report has. */
const unnamed = (folder: string, id: string, sealed: boolean) => (): Promise<NewFolder> =>
  makeUnnamed({ folder, stem: `laporan-${id.replace(/[^\w-]/g, '_')}${sealed ? '-tersegel' : ''}` }, NewFolder.make);

/** @param key absent: the report stays sealed */
async function exportReport(
  archive: Archive,
  id: string,
  make: () => Promise<NewFolder>,
  key: KeySource | undefined,
): Promise<ExitCode> {
  const { db, terminal } = archive;
  const report = await findSealed(db, id);
  if (!report) throw new Refusal(text('dossier.unknown', { id }));
  if (report.body.length === 0) throw new Refusal(text('dossier.withdrawn', { id }));
  const unit = await unitOf(archive, report.unitId);
  const identity = await key?.(unit);
  const opened = identity && (await openWithKey(identity, unit, report.body, archive));
  const folder = await make();
  try {
    const faults =
      identity && opened
        ? await writeOpened(archive, folder, { report, unit, identity, opened })
        : await writeSealed(archive, folder, { report, unit });
    for (const fault of faults) terminal.note(fault);
    terminal.say(text(key ? 'dossier.exported' : 'dossier.exported_sealed', { id, path: folder.path }));
    return faults.length > 0 ? 1 : 0;
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
