/** Plays one person against the pure engine. */
import { advance, type Outcome } from '../../src/engine/advance.ts';
import type { Act, Choice, Reply, Session } from '../../src/engine/types.ts';
import { REPERTOIRE } from '../../src/flows/index.ts';
import type { MemoryWorld } from './world.ts';

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
      { ...act, chat: CHAT, erases: true, ...this.means },
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
