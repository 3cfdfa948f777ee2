/** A region on a busy day: people who pledge, who report, who read their mailbox and who only talk, all at the same time. */
import { SendError } from '../../../src/channels/channel.ts';
import type { Person } from '../../../src/domain/pledge.ts';
import { type Draw, seeded } from '../../support/random.ts';
import type { Reporting } from '../../support/reporting.ts';
import { nip, phone } from '../../support/world.ts';
import type { MarkedBox } from '../box.ts';

const PEOPLE = 190;
/** Chats that the platform keeps waiting: their replies stay unsent. */
const STUCK = 6;
/** More would have to wait for hours. */
const MOST_REPORTS = 2;
const STORY = 'Camat membagi kaus bergambar calon di balai desa, disaksikan banyak orang.';
const WORDS = ['bantuan', '/status', '/bahasa', 'apa kabar', '/pengingat', '/batal', '/ikrar', 'kembali'];

type Step = () => Promise<void>;

interface Member {
  readonly chat: string;
  readonly person: Person;
  reports: number;
  pledged: boolean;
  /** They wrote into their mailbox. */
  answered: boolean;
  busy: boolean;
  /** They left something open. */
  left: boolean;
}

/** The roster that the crowd is from. */
export const roster: readonly Person[] = Array.from({ length: PEOPLE }, (_, n) => ({
  id: `p${n}`,
  nip: nip(`198603222010012${100 + n}`),
  name: `Seorang Contoh ${n}`,
  office: `Dinas ${n % 9}`,
  phone: phone(`+62812770${1000 + n}`),
  hasCode: false,
}));

export class Crowd {
  /** How many messages they sent so far. */
  turns = 0;
  readonly members: readonly Member[];
  private readonly desk: Reporting;
  private readonly box: MarkedBox;
  private readonly draw: Draw;
  private readonly under: Step[][] = [];

  constructor(desk: Reporting, box: MarkedBox, seed: number) {
    this.desk = desk;
    this.box = box;
    this.draw = seeded(seed);
    this.members = roster.map((person, n) => {
      const chat = `8800${String(n).padStart(5, '0')}`;
      if (person.phone) box.known.set(chat, { phone: person.phone, userName: 'x', displayName: person.name });
      return { chat, person, reports: 0, pledged: false, answered: false, busy: false, left: false };
    });
    box.beforeSend = (to) => {
      const stuck = this.members.findIndex(({ chat }) => chat === to) < STUCK;
      if (stuck) throw new SendError({ kind: 'retry', waitMs: 3_600_000, everybody: false });
    };
  }

  /** Lets people begin things, and plays that many steps of what is under way, some of them at a time. */
  async play(begin: number, steps: number): Promise<void> {
    for (let n = 0; n < begin; n += 1) this.begin();
    for (let played = 0; played < steps && this.under.length > 0; ) {
      const now = new Set(Array.from({ length: 1 + this.draw(4) }, () => this.under[this.draw(this.under.length)]));
      await Promise.all([...now].map((script) => script?.shift()?.()));
      for (const script of now) if (script?.length === 0) this.under.splice(this.under.indexOf(script), 1);
      played += now.size;
    }
  }

  /** The codes that a chat was shown. */
  codesOf(chat: string): readonly string[] {
    return this.box.to(chat).flatMap(({ markup }) => /<code>([^<]+)<\/code>/.exec(markup)?.[1] ?? []);
  }

  private begin(): void {
    const free = this.members.filter(({ busy }) => !busy);
    const member = free[this.draw(free.length)];
    if (!member) return;
    member.busy = true;
    const first = member.left ? this.says(member.chat, '/batal', '/batal') : [];
    member.left = false;
    const last = async (): Promise<void> => {
      member.busy = false;
    };
    this.under.push([...first, ...this.scriptOf(member), last]);
  }

  private scriptOf(member: Member): Step[] {
    const { chat, person } = member;
    const stuck = this.members.indexOf(member) < STUCK;
    const dice = this.draw(100);
    const [code] = this.codesOf(chat);
    if (code !== undefined && !member.answered && dice < 80) {
      member.answered = true;
      const written = this.says(chat, `status ${code}`, '1', 'Masih ada satu saksi lagi.');
      // Whoever wants to be told has no more to say.
      member.left = this.draw(3) > 0;
      return [...written, ...(member.left ? this.says(chat, '3', '2') : this.says(chat, '5', '2'))];
    }
    if (dice < 35 && member.reports < MOST_REPORTS && !stuck) {
      member.reports += 1;
      member.left = this.draw(4) > 0;
      return this.reports(chat, member.left);
    }
    if (dice < 55 && !member.pledged) {
      member.pledged = true;
      return this.says(chat, '/ikrar', person.nip, ...Array.from({ length: 7 }, () => 'ya'));
    }
    member.left = true;
    if (dice < 80) return this.says(chat, ...['/lapor', '2', STORY, 'Klojen', '1'].slice(0, 2 + this.draw(4)));
    return this.says(chat, ...Array.from({ length: 4 + this.draw(8) }, () => WORDS[this.draw(WORDS.length)] ?? ''));
  }

  /** @param leaves they take the code, and say no more */
  private reports(chat: string, leaves: boolean): Step[] {
    const told = this.says(chat, '/lapor', '2', STORY, 'Klojen');
    const evidence = this.draw(3) === 0 ? this.sends(chat) : [];
    return [...told, ...evidence, ...this.says(chat, '1', '1', ...(leaves ? [] : ['1', '3']))];
  }

  private sends(chat: string): Step[] {
    const ref = `berkas-${chat}-${this.draw(1_000_000)}`;
    const bytes = Buffer.from(`OggS ${ref}`.padEnd(2000 + this.draw(4000), ' suara'));
    this.box.files.set(ref, bytes);
    const media = { ref, kind: 'audio', size: bytes.length } as const;
    return [() => this.acts(chat, { kind: 'media', media }), () => this.desk.carryOut()];
  }

  private says(chat: string, ...texts: readonly string[]): Step[] {
    return texts.map((text) => () => this.acts(chat, { kind: 'text', text }));
  }

  private async acts(chat: string, act: Parameters<MarkedBox['arrival']>[1]): Promise<void> {
    this.turns += 1;
    await this.desk.house.turns.receive(this.box.arrival(chat, act));
  }
}
