/** Somebody who plays a golden conversation through the real shell, and whom one would recognise wherever they left a trace. */
import { toAsciiDigits } from '../../src/domain/nip.ts';
import type { Act } from '../../src/engine/types.ts';
import type { Logger } from '../../src/log.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { type RosterRow, writeRoster } from '../../src/storage/roster.ts';
import { CODES_OF_REPORTS, receipts } from '../support/desk.ts';
import { i18n, keys, Postbox, type Service, service } from '../support/shell.ts';
import { type Line, readPause, type Transcript, worldOf } from '../support/transcript.ts';
import { BUDI, nip, phone, SARI } from '../support/world.ts';
import { type Mark, nipMarks, phoneMarks } from './marks.ts';
import { CODE_OF } from './people.ts';

/** What they write at the end, of which a line looks like one of a stack. */
const CONFIDES = 'Pak Xenofontes mengancam kami\n    at Xenofontes (file:///kantor.ts:1:2)\nmohon bantuan';

export class Actor {
  readonly box = new Postbox();
  private readonly transcript: Transcript;
  private readonly n: number;
  private readonly own: RosterRow;
  private readonly colleague: RosterRow;
  private messages = 0;

  /** @param n tells them from the others; below 100 */
  constructor(transcript: Transcript, n: number) {
    this.transcript = transcript;
    this.n = 100 + n;
    const number = (block: number) => phone(`+62812${String(77_000_000 + block * 10_000 + this.n)}`);
    const has = !transcript.given.includes('no number');
    this.own = {
      nip: nip(`198603222010012${this.n}`),
      name: `Zulaikhawati ${this.n} Tersembunyi`,
      office: `Dinas Rahasia ${this.n}`,
      phone: has ? number(1) : null,
      code: CODE_OF.sari,
    };
    this.colleague = {
      nip: nip(`197911052005011${this.n}`),
      name: `Bagaskaranto ${this.n} Tersembunyi`,
      office: `Badan Rahasia ${this.n}`,
      phone: number(2),
      code: CODE_OF.budi,
    };
  }

  private get chat(): string {
    return `7700123${this.n}456`;
  }

  private messageId(): string {
    return `m88${this.n}00${++this.messages}77`;
  }

  /** Everything about them that must not be readable. `office` may stand in the roster's list of offices. */
  marks(): readonly (Mark & { readonly office?: true })[] {
    const people = [this.own, this.colleague].flatMap((row) => [
      { what: 'name', text: row.name },
      { what: 'name', text: row.name.split(' ').slice(0, 2).join(' ') },
      { what: 'office', text: row.office, office: true as const },
      ...nipMarks(row.nip),
      ...(row.phone ? phoneMarks(row.phone) : []),
      ...(row.code ? [{ what: 'code', text: row.code }] : []),
    ]);
    return [
      ...people,
      { what: 'chat', text: this.chat },
      { what: 'chat with its channel', text: `telegram:${this.chat}` },
      { what: 'words', text: 'Xenofontes' },
      ...CODES_OF_REPORTS.map((text) => ({ what: 'code of a report', text })),
      ...Array.from({ length: this.messages }, (_, at) => `m88${this.n}00${at + 1}77`).flatMap((id) => [
        { what: 'message', text: id },
        { what: 'message of a chat', text: `telegram:${this.chat}:${id}` },
      ]),
    ];
  }

  /** Plays the whole conversation. `unsure`: consulted before each message goes out, and may throw. */
  async plays(db: PrismaClient, log: Logger, unsure: (quoting: string) => void): Promise<void> {
    const world = worldOf(this.transcript, i18n);
    const house = service(db, world.calendar, () => world.now, this.box, { log, receipt: receipts() });
    await writeRoster(db, keys, [this.own, this.colleague]);
    this.box.beforeSend = (to) => unsure(`${to} ${this.own.name} ${this.own.nip}\n    at ${this.own.name}`);
    for (const line of this.transcript.talk) {
      if (line.later) world.now += readPause(line.later);
      await this.does(house, this.actOf(line), log);
      await house.quiet();
    }
    await this.does(house, { kind: 'text', text: CONFIDES }, log);
    await house.quiet();
  }

  /** As a channel does: what could not be written is logged and delivered again, here not. */
  private async does({ turns }: Service, act: Act | undefined, log: Logger): Promise<void> {
    if (!act) return;
    const arrival = this.box.arrival(this.chat, act, this.messageId());
    const known = this.transcript.given.includes('known number') && this.own.phone;
    const sender = known ? { sender: known } : {};
    await turns
      .receive({ ...arrival, ...sender })
      .catch((error: unknown) => log.warn({ err: error }, 'refused, it will come again'));
  }

  private actOf(line: Line): Act | undefined {
    const own = { phone: this.own.phone ?? phone('+6281299990000') };
    const other = { phone: this.colleague.phone ?? own.phone };
    if (line.says !== undefined) return { kind: 'text', text: this.inTheirWords(line.says) };
    if (line.sends !== undefined) return { kind: 'other', what: line.sends };
    if (line.taps !== undefined) return { kind: 'tap', data: this.box.button(this.chat, line.taps) };
    if (line.shares === 'own') return { kind: 'contact', own: true, ...own };
    if (line.shares === 'forwarded') return { kind: 'contact', own: false, ...own };
    if (line.shares === 'mismatch') return { kind: 'contact', own: true, ...other };
    return line.shares === 'other' ? { kind: 'contact', own: false, ...other } : undefined;
  }

  /** Their own NIP in place of the one the conversation knows, in groups where that is. */
  private inTheirWords(says: string): string {
    const digits = toAsciiDigits(says).replace(/\D/g, '');
    const own = new Map<string, string>([
      [SARI.nip, this.own.nip],
      [BUDI.nip, this.colleague.nip],
    ]).get(digits);
    if (own === undefined) return says;
    return says.includes(' ') ? `${own.slice(0, 8)} ${own.slice(8, 14)} ${own.slice(14, 15)} ${own.slice(15)}` : own;
  }
}
