import { checkPdf, isPdf } from '../../documents/check-pdf.ts';
import { type CertificateFault, type ClaimedCertificate, parseCertificateLink } from '../../domain/certificate.ts';
import { type MessageKey, type Text, text } from '../../domain/message.ts';
import { verdictOf } from '../../domain/verdict.ts';
import { type PublicKeys, verifyCertificate } from '../../secrecy/signing-keys.ts';
import { onlyOne, readArgs } from '../shared/args.ts';
import type { Action, Command, ExitCode } from '../shared/command.ts';
import { Refusal } from '../shared/errors.ts';
import { readNamedFile } from '../shared/files.ts';
import type { Terminal } from '../shared/terminal.ts';
import { trustedKeys } from './keys.ts';
import { askStatus, parseOrigin } from './online.ts';
import { sayFields } from './rows.ts';

const LARGEST = 8 * 1024 * 1024;

/**
 * Checks a certificate with public keys that the examiner holds: without network, unless `--online` asks for the status.
 * Exit code 0: genuine, as far as could be found out; 1: not genuine, withdrawn, or not recorded.
 */
const verify: Action = {
  async run(args, { terminal, config }) {
    const { values, positionals } = readArgs(args, { key: { type: 'string' }, online: { type: 'string' } });
    const given = onlyOne(positionals);
    const origin = values.online === undefined ? undefined : parseOrigin(values.online);
    const keys = await trustedKeys(values.key, config.DATA_DIR);
    const link = await linkIn(given, keys, terminal);
    return link === undefined ? 1 : judge(link, keys, origin, terminal);
  },
};

export const VERIFY: Command = { usage: 'verify.cli_usage', action: verify };

/** What the QR says: as given, in a text file, or in a PDF, whose seal is told first. `undefined`: the seal does not hold. */
async function linkIn(given: string, keys: PublicKeys, terminal: Terminal): Promise<string | undefined> {
  if (/^https?:\/\//i.test(given)) return given;
  const bytes = await readNamedFile(given, LARGEST);
  if (!isPdf(bytes)) return bytes.toString('utf8');
  const { verdict, link } = checkPdf(bytes, keys);
  if (verdict !== 'valid') {
    terminal.note(text(`verify.cli_seal_${verdict}`));
    return undefined;
  }
  terminal.say(text('verify.cli_seal_valid'));
  if (link === undefined) throw new Refusal(text('verify.cli_not_a_certificate'));
  return link;
}

async function judge(link: string, keys: PublicKeys, origin: URL | undefined, terminal: Terminal): Promise<ExitCode> {
  const parsed = parseCertificateLink(link);
  if (!parsed.ok) return notOurs(parsed.fault, terminal);
  const signature = verifyCertificate(parsed.certificate, keys);
  if (signature !== 'valid') return notOurs(signature, terminal);
  return origin ? genuineNow(parsed.certificate, origin, terminal) : genuineThen(parsed.certificate, terminal);
}

/** What was not signed by us is not repeated either. */
function notOurs(why: CertificateFault | 'wrong' | 'unknown_key', terminal: Terminal): ExitCode {
  terminal.note(words(`verify.${why}_title`, `verify.${why}`));
  return 1;
}

function genuineThen({ fields }: ClaimedCertificate, terminal: Terminal): ExitCode {
  terminal.say(words('verify.cli_offline_title', 'verify.cli_offline'));
  sayFields(terminal, fields);
  return 0;
}

async function genuineNow({ fields }: ClaimedCertificate, origin: URL, terminal: Terminal): Promise<ExitCode> {
  const verdict = verdictOf({ signature: 'valid', issued: fields.status }, await askStatus(origin, fields.id));
  terminal.say(words(`verify.${verdict}_title`, `verify.${verdict}`));
  sayFields(terminal, fields);
  return verdict === 'withdrawn' || verdict === 'unknown' ? 1 : 0;
}

const words = (title: MessageKey, rest: MessageKey): Text =>
  text('verify.cli_verdict', { title: { key: title }, words: { key: rest } });
