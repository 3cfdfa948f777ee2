/** Evidence, piece by piece: a question that collects until the person says that it is all. */
import { beginning } from '../../domain/beginning.ts';
import { faultAdvice, keptWords, LARGEST_PIECE, LARGEST_TOTAL, MEGABYTE, MOST_PIECES } from '../../domain/evidence.ts';
import { besideLinks, linksIn } from '../../domain/links.ts';
import { type MessageKey, type Text, text, under } from '../../domain/message.ts';
import { showsReceiptCode } from '../../domain/receipt.ts';
import { type EvidenceNote, LONGEST_WORDS } from '../../domain/report-body.ts';
import { isText } from '../../engine/answers.ts';
import { type Context, type Heard, type Input, type Slot, type Step, slot, type Verdict } from '../../engine/flow.ts';
import type { Effect, Json, Media, News, PieceState } from '../../engine/types.ts';
import { CODE_SHOWN } from './skippable.ts';

/**
 * A piece that was sent: a link, or a file by a name of ours, with its size where that is told, what was written under it, and
 * whether its sender was told that it is kept.
 * One that was taken out leaves its place, so that the others keep the numbers they were told under.
 */
export type Item =
  | { readonly link: string; readonly words?: string }
  | { readonly id: string; readonly size: number; readonly words?: string; readonly kept?: true }
  | { readonly removed: true };

export interface Collected {
  readonly items: readonly Item[];
  /** Whether originals are kept beside clean copies, of what is sent from now on. */
  readonly original: boolean;
  readonly done: boolean;
  /** It is gone over once more: pieces can be taken out. */
  readonly revised?: true;
}

type Stored = Collected & { readonly [key: string]: Json };
const EMPTY: Collected = { items: [], original: false, done: false };
const REMOVED = { removed: true } as const;

const isItem = (value: Json): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (('link' in value && isText(value['link'] ?? null)) ||
    ('id' in value && isText(value['id'] ?? null)) ||
    'removed' in value);
const isCollected = (value: Json): value is Stored =>
  typeof value === 'object' &&
  value !== null &&
  'items' in value &&
  Array.isArray(value['items']) &&
  value['items'].every(isItem);

/** Where collected evidence is kept. */
export const evidenceSlot = (id: string): Slot<Stored> => slot(id, isCollected);

export const itemsOf = (of: Slot<Stored>, context: Pick<Context, 'answers'>): readonly Item[] =>
  of.of(context)?.items ?? [];

/** How many pieces there are. */
export const countOf = (items: readonly Item[]): number => items.filter((one) => !('removed' in one)).length;

/** The answer with which collecting goes on, and pieces can be taken out. */
export const revised = (of: Slot<Stored>, context: Pick<Context, 'answers'>) => ({
  step: of.id,
  value: { ...(of.of(context) ?? EMPTY), done: false, revised: true } as const,
});

/** The ids of the files among the pieces. */
export const filesOf = (items: readonly Item[]): readonly string[] =>
  items.flatMap((one) => ('id' in one ? one.id : []));

/** The pieces as a report names them: links, and the files that were secured. */
export const notesOf = (items: readonly Item[], states: ReadonlyMap<string, PieceState>): readonly EvidenceNote[] =>
  items.flatMap((one): readonly EvidenceNote[] => {
    if ('removed' in one) return [];
    const said = one.words === undefined ? {} : { words: one.words };
    if ('link' in one) return [{ link: one.link, ...said }];
    const state = states.get(one.id);
    if (state?.kind !== 'secured') return [];
    const { secured: piece, original } = state;
    return [{ id: one.id, piece, ...(original === undefined ? {} : { original }), ...said }];
  });

/** The numbers of the pieces that could not be kept. */
export const failedOf = (items: readonly Item[], states: ReadonlyMap<string, PieceState>): readonly number[] =>
  items.flatMap((one, n) => ('id' in one && states.get(one.id)?.kind === 'failed' ? [n + 1] : []));

/** The files that came to nothing. */
export const lostOf = (items: readonly Item[], states: ReadonlyMap<string, PieceState>): readonly Effect[] => {
  const pieces = filesOf(items).filter((id) => states.get(id)?.kind !== 'secured');
  return pieces.length > 0 ? [{ type: 'evidence_dropped', pieces }] : [];
};

/** The pieces of a draft that ends without a report are not kept. */
export const dropped = (of: Slot<Stored>, context: Pick<Context, 'answers'>): readonly Effect[] => {
  const pieces = filesOf(itemsOf(of, context));
  return pieces.length > 0 ? [{ type: 'evidence_dropped', pieces }] : [];
};

export interface EvidenceWords {
  readonly ask: MessageKey;
  readonly done: MessageKey;
  readonly applies?: (context: Context) => boolean;
  readonly unit: (context: Context) => string;
}

export function evidenceStep(of: Slot<Stored>, { ask, done, applies, unit }: EvidenceWords): Step<Stored> {
  const answer = (collected: Collected, says: readonly Text[], effects: readonly Effect[] = []): Verdict<Stored> => ({
    kind: 'answer',
    value: { ...collected },
    says,
    effects,
  });
  const remove = (so: Collected, n: number): Verdict<Stored> => {
    const out = so.items[n - 1];
    const items = so.items.map((one) => (one === out ? REMOVED : one));
    const effects = out && 'id' in out ? [{ type: 'evidence_dropped', pieces: [out.id] } as const] : [];
    return answer({ ...so, items }, [text('filing.evidence_removed', { n })], effects);
  };
  return {
    slot: of,
    ...(applies ? { applies } : {}),
    open: ({ done: over }) => !over,
    reopened: (collected) => ({ ...collected, done: false }),
    ask: async (context) => {
      const { items, original, revised: again } = of.of(context) ?? EMPTY;
      const some = countOf(items) > 0;
      const removable = again ? items.flatMap((one, n) => ('removed' in one ? [] : [n + 1])) : [];
      const enough = (await keptOf(context, items)).length >= MOST_PIECES;
      const more = again ? 'filing.evidence_revise' : 'filing.evidence_next';
      const next = text(enough && !again ? 'filing.evidence_enough' : more, { done: { key: done } });
      return {
        intro: [text('filing.evidence_warning')],
        paragraphs: [some ? next : text(ask)],
        options: [
          { id: 'done', label: text(some ? done : 'filing.evidence_none'), words: 'filing.done_words' },
          ...removable.map((n) => ({ id: `remove${n}`, label: text('filing.evidence_remove', { n }) })),
          original
            ? { id: 'clean', label: text('filing.evidence_clean'), words: 'filing.evidence_clean_words' }
            : { id: 'original', label: text('filing.evidence_original'), words: 'filing.evidence_original_words' },
        ],
      };
    },
    accept: async (context, input): Promise<Verdict<Stored>> => {
      const so = of.of(context) ?? EMPTY;
      if (input.kind === 'choice') {
        const { revised: _, ...over } = so;
        if (input.id === 'done') return answer({ ...over, done: true }, []);
        if (input.id.startsWith('remove')) return remove(so, Number(input.id.slice('remove'.length)));
        const original = input.id === 'original';
        return answer({ ...so, original }, [
          text(original ? 'filing.evidence_original_on' : 'filing.evidence_original_off'),
        ]);
      }
      const out = so.revised ? typedRemoval(context, input) : undefined;
      if (out !== undefined && countOf(so.items.slice(out - 1, out)) > 0) return remove(so, out);
      const kept = await keptOf(context, so.items);
      const fault = faultOf(kept, input);
      if (fault) return { kind: 'again', says: [fault], meant: true };
      if (showsReceiptCode(wordsOf(input))) return CODE_SHOWN;
      if (input.kind === 'media') {
        const piece = context.world.random.id();
        const { words, ...media } = input.media;
        const said = words === undefined ? {} : { words: beginning(words, LONGEST_WORDS) };
        const items = [...so.items, { id: piece, size: media.size ?? 0, ...said }];
        const sent: Effect = { type: 'evidence_sent', piece, media, original: so.original, unit: unit(context) };
        const taken = [
          text('filing.evidence_taken', { n: items.length }),
          ...wordsTaken(words, 'filing.evidence_words'),
        ];
        return answer({ ...so, items }, taken, [sent]);
      }
      const typed = wordsOf(input).trim();
      const links = linksIn(typed);
      if (links.length === 0) return { kind: 'again', says: [text('filing.evidence_again')], meant: true };
      const room = MOST_PIECES - kept.length;
      const words = besideLinks(typed) === '' ? undefined : typed;
      const said = words === undefined ? {} : { words: beginning(words, LONGEST_WORDS) };
      const items = [...so.items, ...links.slice(0, room).map((link, nth) => ({ link, ...(nth === 0 ? said : {}) }))];
      const n = so.items.length + 1;
      return answer({ ...so, items }, [
        items.length === n
          ? text('filing.evidence_link', { n })
          : text('filing.evidence_links', { n, last: items.length }),
        ...wordsTaken(words, 'filing.evidence_link_words'),
        ...(links.length > room ? [text('filing.evidence_full', { most: MOST_PIECES })] : []),
      ]);
    },
  };
}

/** What is left of the pieces where some were forgotten with their day since they were kept; the numbers and ids of these. */
export function withoutForgotten(of: Slot<Stored>, context: Context, states: ReadonlyMap<string, PieceState>) {
  const collected = of.of(context) ?? EMPTY;
  const failed = failedOf(collected.items, states);
  const forgotten = collected.items.map((one, n) => failed.includes(n + 1) && 'id' in one && one.kept === true);
  return {
    collected: { ...collected, items: collected.items.map((one, n) => (forgotten[n] ? REMOVED : one)) },
    numbers: collected.items.flatMap((_, n) => (forgotten[n] ? [n + 1] : [])),
    pieces: filesOf(collected.items.filter((_, n) => forgotten[n])),
  };
}

/** That what was written with a piece is kept with it, as far as there is room. */
function wordsTaken(
  words: string | undefined,
  all: 'filing.evidence_words' | 'filing.evidence_link_words',
): readonly Text[] {
  if (words === undefined) return [];
  return [under(words.length > LONGEST_WORDS ? text('filing.evidence_words_cut', { most: LONGEST_WORDS }) : text(all))];
}

/** What is said, with a piece or alone. */
function wordsOf(input: Input): string {
  if (input.kind === 'media') return input.media.words ?? '';
  return input.kind === 'text' ? input.text : '';
}

/** «Hapus bukti 2», typed: the number. */
function typedRemoval({ world }: Context, input: Input): number | undefined {
  const [, words = '', n] =
    (input.kind === 'text' && /^(\D+?)\s*(\d{1,2})$/.exec(input.text.trim().toLowerCase())) || [];
  return world.words('filing.evidence_remove_words').includes(words) ? Number(n) : undefined;
}

/** The pieces that did not fail: only they take room. Of those that are secured it is known how much. */
async function keptOf({ world }: Context, items: readonly Item[]): Promise<readonly Item[]> {
  const states = await world.desk.pieces(filesOf(items));
  return items.flatMap((one): readonly Item[] => {
    const state = 'id' in one ? states.get(one.id) : undefined;
    if (state?.kind === 'failed' || 'removed' in one) return [];
    return 'id' in one && state?.kind === 'secured' ? [{ ...one, size: state.bytes }] : [one];
  });
}

const TOO_MUCH = text('filing.evidence_total', { most: LARGEST_TOTAL / MEGABYTE });

/** What is too much is told before anything is fetched, where the platform tells how much it is. */
function faultOf(items: readonly Item[], input: Input): Text | undefined {
  const media: Media | undefined = input.kind === 'media' ? input.media : undefined;
  const isLink = input.kind === 'text' && linksIn(input.text).length > 0;
  if ((media || isLink) && items.length >= MOST_PIECES) return text('filing.evidence_full', { most: MOST_PIECES });
  if (!media?.size) return undefined;
  if (media.size > LARGEST_PIECE) return text('filing.evidence_too_large', { most: LARGEST_PIECE / MEGABYTE });
  const total = items.reduce((sum, one) => sum + ('size' in one ? one.size : 0), media.size);
  return total > LARGEST_TOTAL ? TOO_MUCH : undefined;
}

/**
 * What is said when a piece was secured, or could not be. What a platform tells of a size is believed only until the bytes are
 * here: a piece with which they all come to too much is given up, whatever was told of it. Those that were told before count.
 */
export async function evidenceNews(of: Slot<Stored>, context: Context, news: News): Promise<Heard | undefined> {
  if (news.kind === 'erasure_due') return undefined;
  const { world } = context;
  const collected = of.of(context) ?? EMPTY;
  const { items } = collected;
  const n = items.findIndex((one) => 'id' in one && one.id === news.piece) + 1;
  if (n === 0) return undefined;
  const effects = [{ type: 'evidence_told', piece: news.piece }] as const;
  if (news.kind === 'piece_failed') {
    return { says: [text('filing.piece_failed', { n }), under(faultAdvice(news.fault))], effects };
  }
  const others = await world.desk.pieces(filesOf(items).filter((id) => id !== news.piece));
  const total = [...others.values()].reduce((sum, one) => sum + (one.kind === 'secured' ? one.bytes : 0), news.bytes);
  if (total > LARGEST_TOTAL) {
    const dropped = { type: 'evidence_dropped', pieces: [news.piece] } as const;
    return { says: [text('filing.piece_failed', { n }), under(TOO_MUCH)], effects: [dropped] };
  }
  const kept = items.map((one) => ('id' in one && one.id === news.piece ? ({ ...one, kept: true } as const) : one));
  const amends = [{ step: of.id, value: { ...collected, items: kept } }];
  return { says: [keptWords(n, news.secured, news.original === true)], effects, amends };
}
