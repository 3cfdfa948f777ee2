import { retentionOf } from '../../config.ts';
import { text } from '../../domain/message.ts';
import { tidyReminders } from '../../storage/reminders/keeping.ts';
import { tidyUp } from '../../storage/tidying.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Command } from '../shared/command.ts';
import { epochsOf } from '../shared/epochs.ts';
import { UsageError } from '../shared/errors.ts';

/** What the service does every ten minutes by itself, once and now: erases what is kept too long. */
const tidyAction: Action = {
  async run(args, { terminal, config, withDesk }) {
    if (readArgs(args, {}).positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const now = Date.now();
    const retention = retentionOf(config);
    const { reports, pieces, errands, keys, reminders } = await withDesk(async (desk) => ({
      ...(await tidyUp(desk.db, desk.keys, epochsOf(desk), retention, now)),
      reminders: await tidyReminders(desk.db, now),
    }));
    terminal.say(text('dossier.tidied', { reports, pieces, errands, keys }));
    terminal.say(text('cli.reminders_tidied', { count: reminders }));
    terminal.note(text('dossier.tidy_rules', retention));
    return 0;
  },
};

export const TIDY: Command = { usage: 'dossier.tidy_usage', action: tidyAction };
