import { text } from '../../domain/message.ts';
import { readIntake } from '../../storage/intake.ts';
import { sweepIntake } from '../../storage/sweeping.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Desk } from '../shared/command.ts';
import { epochsOf } from '../shared/epochs.ts';
import { Refusal, UsageError } from '../shared/errors.ts';

/**
 * `sweep [--now]`: takes in at once what waits. In production the wait is a protection: a sweep at a moment that somebody
 * chose tells who watches the chat and the database which report came from where.
 */
export const sweepAction: Action = {
  async run(args, { terminal, config, withDesk }) {
    const { values, positionals } = readArgs(args, { now: { type: 'boolean' } });
    if (positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    if (config.mode === 'production' && values.now !== true) throw new Refusal(text('dossier.sweep_why'));
    const { reports, items, lost } = await withDesk(sweep);
    terminal.say(items === 0 ? text('dossier.none_waiting') : text('dossier.swept', { items, reports }));
    if (lost > 0) terminal.note(text('dossier.swept_lost', { count: lost }));
    return lost > 0 ? 1 : 0;
  },
};

async function sweep(desk: Desk) {
  const now = Date.now();
  const kept = await epochsOf(desk).kept(now);
  // A sweep gives up what it cannot read for days. With the keys of another folder that would be every report that waits.
  const { unread } = await readIntake(desk.db, kept);
  if (unread > 0) throw new Refusal(text('dossier.sweep_unreadable', { count: unread }));
  return (await sweepIntake(desk.db, desk.keys, async () => kept, now, true)) ?? { reports: 0, items: 0, lost: 0 };
}
