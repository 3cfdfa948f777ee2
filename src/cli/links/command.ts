import { writeFile } from 'node:fs/promises';
import { drawPoster, type PosterLink } from '../../documents/poster.ts';
import { text } from '../../domain/message.ts';
import { parsePhone } from '../../domain/phone.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Command } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';
import { fileRefusal } from '../shared/files.ts';

/** Makes the poster of the ways into the pledge. Never writes over a file. */
const poster: Action = {
  async run(args, { terminal }) {
    const { values, positionals } = readArgs(args, {
      telegram: { type: 'string' },
      whatsapp: { type: 'string' },
      out: { type: 'string' },
    });
    if (positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const { telegram, whatsapp, out } = values;
    const links = [
      ...(telegram === undefined ? [] : [telegramLink(telegram)]),
      ...(whatsapp === undefined ? [] : [whatsappLink(whatsapp)]),
    ];
    if (links.length === 0) throw new UsageError(text('certificate.links_need_target'));
    if (out === undefined) throw new UsageError(text('certificate.links_need_out'));
    const pdf = await drawPoster(links, terminal.language, (message) => terminal.plain(message));
    await writeFile(out, pdf, { flag: 'wx' }).catch((error: unknown) => {
      throw fileRefusal(error, out);
    });
    terminal.say(text('certificate.links_made', { path: out }));
    return 0;
  },
};

export const LINKS: Command = { usage: 'certificate.links_usage', action: poster };

function telegramLink(name: string): PosterLink {
  const username = /^(?:@|https:\/\/t\.me\/|t\.me\/)?([A-Za-z]\w{1,28}bot)$/i.exec(name.trim())?.[1];
  if (!username) throw new UsageError(text('certificate.links_bad_telegram'));
  const address = `t.me/${username}`;
  return { messenger: 'telegram', url: `https://${address}?start=ikrar`, address };
}

function whatsappLink(number: string): PosterLink {
  const phone = parsePhone(number);
  if (!phone) throw new UsageError(text('certificate.links_bad_whatsapp'));
  const address = `wa.me/${phone.slice(1)}`;
  return { messenger: 'whatsapp', url: `https://${address}?text=ikrar`, address };
}
