import { text } from '../../domain/message.ts';
import { endpointOf } from '../../wiring/whatsapp.ts';
import { readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';
import { withNumber } from './number.ts';

const PATIENCE_MS = 60_000;

/** `unpair`: the number is not ours any more; nothing of it is kept. */
export const unpairAction: Action = {
  async run(args, { terminal, config, withDesk }) {
    if (readArgs(args, {}).positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const { unpairNumber } = await import('../../channels/whatsapp/pair.ts');
    const done = await withDesk((desk) =>
      withNumber(desk, AbortSignal.timeout(PATIENCE_MS), (safe, signal) =>
        unpairNumber(safe, endpointOf(config), signal),
      ),
    );
    if (done === undefined || done === 'late') {
      terminal.note(text('whatsapp.paired_held'));
      return 1;
    }
    terminal.note(text(done === 'unpaired' ? 'whatsapp.unpaired' : `whatsapp.unpaired_${done}`));
    return 0;
  },
};
