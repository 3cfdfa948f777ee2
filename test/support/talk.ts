/** Plays one person against the pure engine. */
import { advance, type Outcome } from '../../src/engine/advance.ts';
import type { Act, Choice, Reply, Session } from '../../src/engine/types.ts';
import { REPERTOIRE } from '../../src/flows/index.ts';
import { ATTACHMENTS } from './attachments.ts';
import type { Line } from './transcript.ts';
import { type MemoryWorld, phone } from './world.ts';

/** Whose conversation it is. */
const CHAT = 'chat';

export class Talk {
  session: Session = { language: 'id', frames: [] };
  /** The last reply that offered choices. */
  asked: Reply | undefined;
  /** All choices that were ever shown, oldest first. */
  private readonly shown: Choice[] = [];
  private readonly world: MemoryWorld;
  private readonly means: {
    sharesContact: boolean;
    erases?: boolean;
    sender?: NonNullable<Parameters<typeof advance>[2]['sender']>;
  };

  constructor(world: MemoryWorld, means: Talk['means'] = { sharesContact: true }) {
    this.world = world;
    this.means = means;
  }

  async does(act: Act): Promise<Outcome> {
    const outcome = await advance(
      REPERTOIRE,
      this.session,
      { ...act, chat: CHAT, ownPlace: CHAT, contact: CHAT, erases: true, ...this.means },
      this.world,
    );
    // What a session remembers survives its seal only as JSON.
    this.session = JSON.parse(JSON.stringify(outcome.session));
    this.world.apply(outcome.effects, CHAT);
    this.asked = outcome.replies.findLast((reply) => reply.choices.length > 0) ?? this.asked;
    this.shown.push(...outcome.replies.flatMap((reply) => reply.choices));
    return outcome;
  }

  says(text: string): Promise<Outcome> {
    return this.does({ kind: 'text', text });
  }

  /** Taps the choice with this id, on the buttons that were shown last. */
  taps(choice: string): Promise<Outcome> {
    return this.tap(choice, this.asked?.choices ?? []);
  }

  /** Taps the first choice with this id that was ever shown. */
  presses(choice: string): Promise<Outcome> {
    return this.tap(choice, this.shown);
  }

  private tap(choice: string, among: readonly Choice[]): Promise<Outcome> {
    const data = among.find((one) => one.data.endsWith(`:${choice}`))?.data;
    if (data === undefined) throw new Error(`no choice «${choice}» was shown`);
    return this.does({ kind: 'tap', data });
  }
}

/** A reply as a transcript names it: `pledge.welcome, pledge.nip_ask [yes no]`. */
export function heard(reply: Reply): string {
  const parts = [reply.paragraphs.map(({ key }) => key).join(', ')];
  if (reply.attachment) parts.unshift(`<${reply.attachment.form}>`);
  if (reply.replaces) parts.unshift('(in place)');
  if (reply.keepsake) parts.unshift('(to keep)');
  const buttons = [...(reply.contact ? ['contact'] : []), ...reply.choices.map(({ data }) => data.split(':')[2])];
  if (buttons.length > 0) parts.push(`[${buttons.join(' ')}]`);
  return parts.filter((part) => part !== '').join(' ');
}

/** @param vouched whether the channel can tell whose contact it is */
function actOf(line: Line, vouched: boolean): Act | undefined {
  if (line.says !== undefined) return { kind: 'text', text: line.says };
  if (line.attaches !== undefined) {
    const { kind, told = 1000, words } = ATTACHMENTS[line.attaches];
    return { kind: 'media', media: { ref: line.attaches, kind, size: told, ...(words ? { words } : {}) } };
  }
  if (line.sends !== undefined) return { kind: 'other', what: line.sends };
  if (line.shares === 'own') return { kind: 'contact', own: vouched, phone: phone('+6281200000001') };
  if (line.shares === 'mismatch') return { kind: 'contact', own: vouched, phone: phone('+6281200009999') };
  if (line.shares === 'other' || line.shares === 'forwarded')
    return { kind: 'contact', own: false, phone: phone('+6281200000001') };
  return undefined;
}

/** Does what a line of a transcript says; `undefined` when nobody does anything in it. */
export function playLine(talk: Talk, line: Line, vouched: boolean): Promise<Outcome> | undefined {
  if (line.taps !== undefined) return talk.taps(line.taps);
  if (line.presses !== undefined) return talk.presses(line.presses);
  const act = actOf(line, vouched);
  return act && talk.does(act);
}
