import type { Language } from '../../../src/domain/message.ts';
import { bytesOf } from '../../conversation/attached.ts';
import { Bureau } from '../../conversation/bureau.ts';
import { Meanwhile } from '../../conversation/happenings.ts';
import { showBubble } from '../../conversation/shown.ts';
import { ATTACHMENTS, type AttachmentName } from '../../support/attachments.ts';
import { i18n } from '../../support/shell.ts';
import { playLine, Talk } from '../../support/talk.ts';
import {
  happenIn,
  isOfReports,
  type Line,
  readPause,
  type Transcript,
  withoutFlow,
  worldOf,
} from '../../support/transcript.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { BUDI, phone, SARI } from '../../support/world.ts';
import { Codes } from './codes.ts';
import { bubbleOf } from './open.ts';
import type { Stage } from './stage.ts';

const KINDS = { photo: 'image', video: 'video', audio: 'audio', document: 'document' } as const;
const ANOTHER_NUMBER = phone('+6281200008888');
/** The name of a certificate's file ends with that of its pledge. */
const PLEDGE = /(?<=ikrar-netralitas-)[\w-]{8}/g;

/** A transcript that somebody plays with the bot of a stage. */
export class Performance {
  private readonly stage: Stage;
  private readonly person: WhatsAppPerson;
  private readonly transcript: Transcript;
  private readonly talk: Talk;
  private readonly world: ReturnType<typeof worldOf>;
  private readonly meanwhile: Meanwhile;
  private readonly bureau: Bureau;
  private readonly codes: Codes;
  private seen = 0;
  /** The message the person wrote last. */
  private latest = '';

  constructor(stage: Stage, person: WhatsAppPerson, transcript: Transcript) {
    this.stage = stage;
    this.person = person;
    this.transcript = transcript;
    this.world = worldOf(transcript, i18n);
    const known = transcript.given.includes('known number');
    const { phone: _, ...without } = SARI;
    const number = phone(`+${person.pn}`);
    const sari = transcript.given.includes('no number')
      ? without
      : { ...without, phone: known ? number : ANOTHER_NUMBER };
    this.world.people = [sari, BUDI];
    this.talk = new Talk(this.world, { sharesContact: false, erases: false, sender: number });
    const { database, epochs } = stage;
    const now = (): number => stage.now;
    const address = { channel: 'whatsapp', id: `${person.lid}@lid` } as const;
    this.meanwhile = new Meanwhile(database.db, { address }, now);
    this.bureau = new Bureau({
      db: database.db,
      epochs,
      now,
      carriesOut: () => this.stage.carriesOut(),
      announces: async () => void (await person.next(this.seen + 1)),
    });
    this.codes = new Codes(transcript);
  }

  async play(language: Language): Promise<string> {
    await this.stage.set(this.world);
    if (language !== 'id') await this.speaks(language);
    await this.bureau.open(this.transcript);
    const page = [`# ${this.transcript.about}`];
    for (const line of this.transcript.talk) page.push(...(await this.line(line)));
    return `${[...page, `*messages of the bot: ${this.seen}*`].join('\n\n')}\n`;
  }

  /** Chooses another language, as they stand in the menu. */
  private async speaks(language: Language): Promise<void> {
    for (const said of ['bahasa', '2']) {
      await this.person.says(said);
      await this.stage.quiet();
    }
    this.talk.session = { ...this.talk.session, language };
    await this.shows();
  }

  private async line(line: Line): Promise<readonly string[]> {
    if (line.later) {
      this.world.now += readPause(line.later);
      await this.stage.pass(readPause(line.later));
      return [`*${line.later} later*`];
    }
    if (line.happens) return [`*meanwhile: ${line.happens}*`, ...(await this.happens(line.happens))];
    const did = await this.does(line);
    await playLine(this.talk, line, false);
    await this.stage.quiet();
    return [`**${did}**`, ...(await this.shows())];
  }

  private async happens(what: NonNullable<Line['happens']>): Promise<readonly string[]> {
    for (const news of happenIn(this.world, what)) await this.talk.does({ kind: 'news', news });
    if (what === 'conversation gone') this.talk.session = withoutFlow(this.talk.session);
    if (what === 'no certificates') await this.stage.withoutCertificates();
    else if (isOfReports(what)) await this.bureau.happens(what);
    else await this.meanwhile.happens(what);
    if (what === 'new ikrar' || what === 'new pakta') await this.stage.adds(this.world);
    const fresh = await this.shows();
    // Two pieces are looked into at a time: which is done first, nobody knows.
    return what === 'examined' ? fresh.toSorted() : fresh;
  }

  private async does(line: Line): Promise<string> {
    if (line.attaches !== undefined) {
      await this.attaches(line.attaches);
      return `(${line.attaches})`;
    }
    if (line.sends !== undefined) {
      if (line.sends === 'sticker') await this.person.sendsSticker();
      else if (line.sends === 'edited') await this.person.edits(this.latest, 'diubah');
      else if (line.sends === 'call') await this.rings();
      else if (line.sends === 'view once') await this.person.viewOnceKeptBack();
      else await this.person.sendsMedia(line.sends === 'media' ? 'image' : 'audio', Buffer.from('isi'));
      return `(${line.sends})`;
    }
    if (line.shares !== undefined) {
      await this.person.sendsContact({ own: line.shares === 'own' });
      return '(contact)';
    }
    const said = line.says ?? this.numberOf(line.taps ?? '');
    this.latest = await this.person.says(this.codes.typed(said));
    return said;
  }

  /** Nobody keeps a call until it is answered for: so the answer is waited for. */
  private async rings(): Promise<void> {
    await this.person.calls();
    await this.person.next(this.seen + 1);
  }

  private numberOf(choice: string): string {
    const at = this.talk.asked?.choices.findIndex(({ data }) => data.endsWith(`:${choice}`)) ?? -1;
    if (at < 0) throw new Error(`no choice «${choice}» was shown`);
    return String(at + 1);
  }

  private async attaches(name: AttachmentName): Promise<void> {
    const { kind, told = 0, words, lost } = ATTACHMENTS[name];
    const bytes = await bytesOf(name);
    const padded = Buffer.concat([bytes, Buffer.alloc(Math.max(0, told - bytes.length))]);
    const gone = lost ? { directPath: '/v/t62.7118-24/gone.enc?ccb=11-4' } : {};
    await this.person.sendsMedia(KINDS[kind], padded, { ...gone, ...(words ? { caption: words } : {}) });
  }

  /** What is new on the phone. */
  private async shows(): Promise<readonly string[]> {
    await this.stage.quiet();
    const all = await this.person.receives();
    const fresh = all
      .slice(this.seen)
      .map((one) => this.codes.shown(showBubble(bubbleOf(one)).replaceAll(PLEDGE, '…')));
    this.seen = all.length;
    return fresh;
  }
}
