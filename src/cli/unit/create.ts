import { type FileHandle, open, rm } from 'node:fs/promises';
import { dayIn, electionAtHand } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import { showPassphrase } from '../../domain/passphrase.ts';
import type { NewUnitKey } from '../../secrecy/unit-key.ts';
import type { Db } from '../../storage/db.ts';
import { listElections } from '../../storage/elections.ts';
import { createUnit, listUnits, newUnitId, UnitExistsError } from '../../storage/units.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Desk } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { fileRefusal, makeUnnamed } from '../shared/files.ts';
import type { Terminal } from '../shared/terminal.ts';
import { readName, sameName } from './name.ts';

type NewUnit = Parameters<typeof createUnit>[2];
type Paper = NewUnitKey['paper'];

/**
 * `create NAME [--region REGION] [--out FILE.pdf]`: makes a unit, its recovery sheet and its passphrase. The sheet is written
 * before the unit is: a unit whose key nobody has would take reports that nobody can ever open. Without `--out` it is made
 * where one stands, under a name that nothing has there.
 */
export const createUnitAction: Action = {
  async run(args, { terminal, folder, withDesk }) {
    const { values, positionals } = readArgs(args, { region: { type: 'string' }, out: { type: 'string' } });
    const [typed, ...others] = positionals;
    if (typed === undefined || others.length > 0) throw new UsageError(text('unit.need_name'));
    const { out } = values;
    const name = readName(typed, terminal.plain(text('unit.field_name')), terminal);
    const region = values.region === undefined ? undefined : readName(values.region, '--region', terminal);
    const open = out === undefined ? unnamed(folder, name) : () => openSheet(out);
    return withDesk((desk) => create(desk, name, region, open));
  },
};

interface Sheet {
  readonly path: string;
  readonly file: FileHandle;
}

/** @throws Refusal when there is something of that name */
async function openSheet(path: string): Promise<Sheet> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw fileRefusal(error, path);
  });
  return { path, file };
}

/** `lembar-pemulihan-bawaslu-kota-malang.pdf` */
const unnamed = (folder: string, name: string) => (): Promise<Sheet> => {
  const letters = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const stem = `lembar-pemulihan-${letters.replace(/[^a-z0-9]+/g, '-')}`.slice(0, 80).replace(/-+$/, '');
  return makeUnnamed({ folder, stem, extension: '.pdf' }, openSheet);
};

async function create(desk: Desk, name: string, asked: string | undefined, openIt: () => Promise<Sheet>): Promise<0> {
  const { db, terminal, config } = desk;
  const others = await listUnits(db);
  const known = others.find((one) => sameName(one.name, name));
  if (known) throw new Refusal(text('unit.exists', { name: known.name }));
  const region = asked ?? (await presentRegion(db));
  const now = Date.now();
  const unit = { id: newUnitId(now), name, region, day: dayIn(config.TZ_REGION, now) };
  const sheet = await openIt();
  const { fingerprint, passphrase } = await createWithSheet(desk, unit, sheet);
  terminal.say(text('unit.created', { name, region, path: sheet.path }));
  terminal.say(text('unit.passphrase', { passphrase: showPassphrase(passphrase) }));
  terminal.say(text('unit.fingerprint', { fingerprint }));
  const [first] = others;
  if (first) terminal.note(text('unit.not_first', { first: first.name }));
  return 0;
}

async function createWithSheet(desk: Desk, unit: NewUnit, { path, file }: Sheet): Promise<Paper> {
  const { db, keys, terminal } = desk;
  let onPaper = false;
  const handOut = async (paper: Paper): Promise<void> => {
    await writeSheet(file, unit, paper, terminal);
    onPaper = true;
  };
  try {
    return (await createUnit(db, keys, unit, { handOut })).paper;
  } catch (error) {
    const isTaken = error instanceof UnitExistsError;
    // A database that fell silent may have written the unit: then this is the only key to it.
    if (onPaper && !isTaken) terminal.note(text('unit.uncertain', { path }));
    else await rm(path, { force: true });
    throw isTaken ? new Refusal(text('unit.exists', { name: unit.name })) : fileRefusal(error, path);
  } finally {
    await file.close();
  }
}

/** One deployment serves one region: that of its elections. */
async function presentRegion(db: Db): Promise<string> {
  const election = electionAtHand(await listElections(db), Date.now());
  if (!election) throw new Refusal(text('unit.need_region'));
  return election.region;
}

async function writeSheet(
  file: FileHandle,
  { name, region, day }: NewUnit,
  { identity, fingerprint }: Paper,
  terminal: Terminal,
): Promise<void> {
  const { drawRecoverySheet } = await import('../../documents/recovery-sheet.ts');
  const sheet = { name, region, identity, fingerprint, made: day };
  await file.writeFile(await drawRecoverySheet(sheet, terminal.language, (message) => terminal.plain(message)));
  await file.sync();
}
