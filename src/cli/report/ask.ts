import { text } from '../../domain/message.ts';
import { writeLetter } from '../../storage/casework.ts';
import { readIdArgs } from '../shared/args.ts';
import type { Action, Tools } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { printable } from '../shared/terminal.ts';
import { REFUSED } from './status.ts';

/** As long as what reporters may write. */
const LONGEST = 4000;

/** `ask ID ["…"]`: a letter to the reporter, from the command line or, so that no history has it, from standard input. */
export const askAction: Action = {
  async run(args, tools) {
    const { id, others } = readIdArgs(args, {});
    const [words, ...more] = others;
    if (id === undefined || more.length > 0) throw new UsageError(text('dossier.ask_needs'));
    const letter = readLetter(words ?? (await typed(tools)));
    const outcome = await tools.withDesk(({ db }) => writeLetter(db, id, letter, Date.now()));
    if (outcome !== 'written') throw new Refusal(text(REFUSED[outcome], { id }));
    tools.terminal.say(text('dossier.asked', { id }));
    return 0;
  },
};

function typed({ input, terminal }: Tools): Promise<string> {
  if (input.live) terminal.note(text('dossier.ask_type'));
  return input.all();
}

function readLetter(words: string): string {
  const letter = printable(words.replaceAll('\r\n', '\n').replaceAll('\t', ' ')).trim();
  if (letter === '') throw new UsageError(text('dossier.ask_needs'));
  if (letter.length > LONGEST) throw new Refusal(text('dossier.ask_too_long', { most: LONGEST }));
  return letter;
}
