import { renderUnicodeCompact } from 'uqr';
import { text } from '../../domain/message.ts';
import { parsePhone } from '../../domain/phone.ts';
import { endpointOf } from '../../wiring/whatsapp.ts';
import { readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';
import { withNumber } from './number.ts';

/** How long somebody may look for the phone. */
const PATIENCE_MS = 5 * 60_000;

/** `pair`: shows QRs until one was scanned, with `--raw` as plain text; `pair +62…`: shows a code to be typed. */
export const pairAction: Action = {
  async run(args, { terminal, config, withDesk }) {
    const { values, positionals } = readArgs(args, { raw: { type: 'boolean', default: false } });
    const number = numberOf(positionals);
    const { isPaired, readCredentials } = await import('../../channels/whatsapp/credentials.ts');
    const { pairNumber } = await import('../../channels/whatsapp/pair.ts');
    const result = await withDesk((desk) =>
      withNumber(desk, AbortSignal.timeout(PATIENCE_MS), async (safe, signal) => {
        if (isPaired(await readCredentials(safe))) return 'before' as const;
        terminal.note(text(number === undefined ? 'whatsapp.scan' : 'whatsapp.type'));
        const paired = await pairNumber({
          safe,
          endpoint: endpointOf(config),
          number,
          signal,
          show: (what) => {
            if ('code' in what) terminal.say(text('whatsapp.code', { code: what.code }));
            else if (values.raw) terminal.line(what.qr);
            else terminal.line(renderUnicodeCompact(what.qr));
          },
        });
        return paired ? ('now' as const) : ('late' as const);
      }),
    );
    terminal.note(text(`whatsapp.paired_${result ?? 'held'}`));
    return result === 'now' || result === 'before' ? 0 : 1;
  },
};

function numberOf(positionals: readonly string[]): string | undefined {
  const [given, ...others] = positionals;
  if (others.length > 0) throw new UsageError(text('cli.one_argument'));
  if (given === undefined) return undefined;
  const phone = given.startsWith('+') ? parsePhone(given) : undefined;
  if (!phone) throw new UsageError(text('certificate.links_bad_whatsapp'));
  return phone.slice(1);
}
