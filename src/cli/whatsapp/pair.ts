import { renderUnicodeCompact } from 'uqr';
import type { Safe } from '../../channels/whatsapp/ports.ts';
import { text } from '../../domain/message.ts';
import { parsePhone } from '../../domain/phone.ts';
import { endpointOf } from '../../wiring/whatsapp.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Desk } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';
import { untilInterrupted } from '../shared/interrupt.ts';
import { withNumber } from './number.ts';

/** How long somebody may look for the phone. */
const PATIENCE_MS = 5 * 60_000;

/** `pair`: shows QRs until one was scanned, with `--raw` as plain text; `pair +62…`: shows a code to be typed. */
export const pairAction: Action = {
  async run(args, { terminal, config, withDesk }) {
    const { values, positionals } = readArgs(args, { raw: { type: 'boolean', default: false } });
    const number = numberOf(positionals);
    const { isPaired, readCredentials, unlessLocked } = await import('../../channels/whatsapp/credentials.ts');
    const { pairNumber } = await import('../../channels/whatsapp/pair.ts');
    const result = await withDesk((desk) =>
      withNumberFor(desk, async (safe, signal) => {
        const kept = await readCredentials(safe).catch(unlessLocked);
        if (!kept) return 'locked' as const;
        if (isPaired(kept)) return 'before' as const;
        terminal.note(text(number === undefined ? 'whatsapp.scan' : 'whatsapp.type'));
        return pairNumber({
          safe,
          endpoint: endpointOf(config),
          number,
          signal,
          show: (what) => {
            if ('code' in what) terminal.say(text('whatsapp.code', { code: what.code }));
            else if (values.raw) terminal.line(what.qr);
            else terminal.line(renderUnicodeCompact(what.qr));
          },
          unreachable: (cause) => terminal.note(text('whatsapp.unreachable', { cause })),
        });
      }),
    );
    if (typeof result === 'number') terminal.note(text('whatsapp.state_stopped', { code: String(result) }));
    else terminal.note(text(`whatsapp.paired_${result ?? 'held'}`));
    return result === 'linked' || result === 'before' ? 0 : 1;
  },
};

/** Until somebody has lost patience, at the keyboard or here. */
const withNumberFor = <T>(desk: Desk, work: (safe: Safe, signal: AbortSignal) => Promise<T>): Promise<T | undefined> =>
  untilInterrupted((interrupted) =>
    withNumber(desk, AbortSignal.any([interrupted, AbortSignal.timeout(PATIENCE_MS)]), work),
  );

function numberOf(positionals: readonly string[]): string | undefined {
  const [given, ...others] = positionals;
  if (others.length > 0) throw new UsageError(text('cli.one_argument'));
  if (given === undefined) return undefined;
  const phone = given.startsWith('+') ? parsePhone(given) : undefined;
  if (!phone) throw new UsageError(text('certificate.links_bad_whatsapp'));
  return phone.slice(1);
}
