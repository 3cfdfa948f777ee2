import { type FileHandle, open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { text } from '../../domain/message.ts';
import { draftCodes, type SlipPerson, storeCodes } from '../../storage/activation-codes.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Desk } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { fileRefusal } from '../shared/files.ts';
import { readOffice } from '../shared/office.ts';
import type { Terminal } from '../shared/terminal.ts';

/**
 * `codes --out FILE.pdf [--opd NAME]`: makes a code for everybody who has none, and their slips. In clear a code is on the
 * slip only, so the sheet is written before the codes count: a code without a slip would be lost.
 */
export const codes: Action = {
  async run(args, { withDesk }) {
    const { values, positionals } = readArgs(args, { opd: { type: 'string' }, out: { type: 'string' } });
    if (positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const { out, opd } = values;
    if (out === undefined) throw new UsageError(text('cli.codes_need_out'));
    return withDesk((desk) => makeSlips(desk, out, opd));
  },
};

async function makeSlips({ db, keys, terminal }: Desk, out: string, opd: string | undefined): Promise<0 | 1> {
  const slips = await draftCodes(db, keys, await readOffice(db, opd));
  if (slips.length === 0) {
    terminal.say(text('cli.codes_none_missing'));
    return 0;
  }
  const file = await open(out, 'wx', 0o600).catch((error: unknown) => {
    throw fileRefusal(error, out);
  });
  try {
    await writeSheet(file, slips, terminal);
    await db.$transaction(async (tx) => {
      if ((await storeCodes(tx, keys, slips)) < slips.length) throw new Refusal(text('cli.codes_meanwhile'));
    });
  } catch (error) {
    await rm(out, { force: true });
    throw fileRefusal(error, out);
  }
  terminal.say(
    text('cli.codes_made', {
      slips: text('cli.slips', { count: slips.length }),
      offices: text('cli.offices', { count: new Set(slips.map((slip) => slip.office)).size }),
      path: out,
    }),
  );
  return 0;
}

async function writeSheet(file: FileHandle, slips: readonly SlipPerson[], terminal: Terminal): Promise<void> {
  const { drawSlips } = await import('../../documents/slips.ts');
  const words = {
    title: terminal.plain(text('cli.slip_title')),
    code: terminal.plain(text('cli.slip_code')),
    advice: terminal.plain(text('cli.slip_advice')),
  };
  await pipeline(drawSlips(slips, words), file.createWriteStream());
}
