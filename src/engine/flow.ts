/** What a flow is made of. A flow is a list of steps; a step asks, and accepts. */
import type { MessageKey, Text } from '../domain/message.ts';
import type { Phone } from '../domain/phone.ts';
import type { Answer, Attachment, Effect, Json, Media, News, Session, World } from './types.ts';

/** What a person said to the present question, once commands and buttons were told apart. */
export type Input =
  | { readonly kind: 'choice'; readonly id: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'contact'; readonly phone?: Phone; readonly own: boolean }
  | { readonly kind: 'media'; readonly media: Media }
  | { readonly kind: 'other' };

export interface Option {
  readonly id: string;
  readonly label: Text;
  /** Further words that mean this choice: a key whose text lists them, separated by commas. */
  readonly words?: MessageKey;
}

export interface Question {
  /** Said once, before the question, and not again when the question is repeated. */
  readonly intro?: readonly Text[];
  readonly paragraphs: readonly Text[];
  readonly options?: readonly Option[];
  /** Label of the button that shares the sender's own contact. */
  readonly contact?: Text;
}

/** What a step makes of an input. */
export type Verdict<T extends Json> = {
  readonly effects?: readonly Effect[];
  readonly says?: readonly Text[];
  /** Said in a message of its own, that stays when the conversation is erased. */
  readonly keepsake?: readonly Text[];
} & (
  | { readonly kind: 'answer'; readonly value: T; readonly remember?: Memory; readonly shows?: readonly Attachment[] }
  /** Not an answer: say why and ask again. `meant`: it was an attempt at one, so nobody is talking to a robot. */
  | { readonly kind: 'again'; readonly says: readonly Text[]; readonly meant?: true }
  /** Understood, but no answer: say more and come back to the question. */
  | { readonly kind: 'explain'; readonly says: readonly Text[]; readonly shows?: readonly Attachment[] }
  /** Forget these answers; the first of their questions is asked next. `amends`: what others are from now on. */
  | { readonly kind: 'reopen'; readonly steps: readonly string[]; readonly amends?: readonly Answer[] }
  /** End this flow here. */
  | {
      readonly kind: 'leave';
      readonly says: readonly Text[];
      /** The flow that takes its place, and what the person said to it already. */
      readonly next?: string;
      readonly typed?: string;
      /** What is settled of that flow before it begins; what was open of it was about something else, and is dropped. */
      readonly settled?: readonly Answer[];
      readonly remember?: Memory;
      readonly shows?: readonly Attachment[];
    }
  /** Put another flow in front; `typed` is what the person said to it already. */
  | { readonly kind: 'go'; readonly flow: string; readonly typed?: string }
);

/** What a chat keeps beyond the flow. */
export type Memory = Partial<Pick<Session, 'language' | 'last'>>;

/** What a step may look at. Answers are read through the {@link Slot} that holds them. */
export interface Context {
  readonly answers: Readonly<Record<string, Json>>;
  readonly session: Session;
  readonly world: World;
  readonly chat: string;
  readonly ownPlace: string;
  readonly contact: string;
  /** Whether this channel has a button that shares the person's own contact. */
  readonly sharesContact: boolean;
  /** Whether this channel can delete what both sides wrote. */
  readonly erases: boolean;
  readonly sender?: Phone;
}

/** Where an answer is kept, and what it must look like to count as one. */
export interface Slot<T extends Json> {
  readonly id: string;
  /** Whether a stored value still is an answer: after a deploy it may not be, and then the question is asked again. */
  readonly restores: (value: Json) => value is T;
  readonly of: (context: Pick<Context, 'answers'>) => T | undefined;
}

/** Names a slot: `slot('nip', isText)`. */
export const slot = <T extends Json>(id: string, restores: (value: Json) => value is T): Slot<T> => ({
  id,
  restores,
  of: ({ answers }) => {
    const value = answers[id];
    return value !== undefined && restores(value) ? value : undefined;
  },
});

export interface Step<T extends Json = Json> {
  readonly slot: Slot<T>;
  /** Whether the question has to be asked at all. */
  applies?(context: Context): boolean;
  /** Answers itself when the world already knows. */
  infer?(context: Context): Promise<T | undefined> | T | undefined;
  ask(context: Context): Question | Promise<Question>;
  accept(context: Context, input: Input): Verdict<T> | Promise<Verdict<T>>;
  /** *Kembali* does not pass this answer: something was recorded. */
  readonly final?: true;
  /** The answer is being collected: it is kept, and the question is asked on until this is false. */
  open?(value: T): boolean;
  /** What was collected, to be collected on. */
  reopened?(value: T): T;
}

/** How a conversation came to its end: the person broke it off, or it was done, begun anew, or left for a day. */
export type Ending = 'cancelled' | 'over';

/** What news come to in a conversation. */
export interface Heard {
  readonly says: readonly Text[];
  readonly effects: readonly Effect[];
  /** What answers are from now on. */
  readonly amends?: readonly Answer[];
  /** It is over, and what was said in it is erased: not while the person is in the middle of another that would go with it. */
  readonly ends?: true;
}

/** A conversation: an ordered list of steps. */
export interface Flow {
  readonly id: string;
  /** Gives way without a word when another flow starts: menus and settings. */
  readonly transient?: true;
  /** The names of its messages are remembered while it is open, so that the person can have them erased. */
  readonly erasable?: true;
  /** Begun with an answer to its first question, it starts anew: what was open of it was about another one. */
  readonly anew?: true;
  /** What becomes of what it holds when it is over. */
  dropped?(context: Pick<Context, 'answers' | 'erases'>, how: Ending): readonly Effect[];
  /** What is said to news of something it asked for; `undefined` when it asked for nothing of the kind. */
  hears?(context: Context, news: News): Promise<Heard | undefined>;
  /** What is said when it is cancelled. */
  cancelled(context: Context): MessageKey;
  steps(context: Context): readonly Step[];
  /** Said when no question is left. Never empty: nobody is left without an answer. */
  done(context: Context): readonly Text[];
  /** Says why it cannot begin or go on, and ends it. */
  closed?(context: Context): readonly Text[] | undefined | Promise<readonly Text[] | undefined>;
}

/** What a word or a slash command does wherever one is. */
export interface Command {
  /** `/ikrar`, `/start`: without the slash; the first is the one that is shown. */
  readonly slash: readonly string[];
  /** Key of its plain words, separated by commas: WhatsApp has no commands. */
  readonly words: MessageKey;
  /** What it is for, in a few words, for the platform's list of commands. */
  readonly about: MessageKey;
  readonly does: /**
   * `takes`: the flow that what follows the word is meant for, and then said to: «STATUS K7QM-…». `begins`: a message
   * that begins the flow without the word, being the answer to its first question.
   */
    | {
        readonly kind: 'go';
        readonly flow: string;
        readonly takes?: (rest: string) => string | undefined;
        readonly begins?: (typed: string) => boolean;
      }
    /** Says something, perhaps records something, and comes back to the present question. */
    | {
        readonly kind: 'tell';
        /** @param about what was named with the command; anybody can write it */
        readonly tells: (session: Session, world: World, about?: string) => Told | Promise<Told>;
      }
    | { readonly kind: 'back' }
    | { readonly kind: 'cancel' };
}

export interface Told {
  readonly says: readonly Text[];
  readonly effects?: readonly Effect[];
  readonly remember?: Memory;
}

/** All conversations there are. `home` is asked when nothing else is. */
export interface Repertoire {
  readonly flows: ReadonlyMap<string, Flow>;
  readonly commands: readonly Command[];
  readonly home: string;
}
