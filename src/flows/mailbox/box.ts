import { type Text, text, under } from '../../domain/message.ts';
import { findReceiptCode } from '../../domain/receipt.ts';
import { daysWords, statusWords } from '../../domain/standing.ts';
import { isRecord, isText } from '../../engine/answers.ts';
import { type Context, type Step, slot, type Verdict } from '../../engine/flow.ts';
import type { Json, Mailbox } from '../../engine/types.ts';
import { todayOf } from '../report/time.ts';
import { zoneOf } from '../shared/zone.ts';

/** The report that is open here: never the code, which is typed anew each time. */
export type Box = {
  readonly lookup: string;
  readonly unit: string;
  readonly withdrawn: boolean;
  /** Whether a chat hears of letters. */
  readonly watched: boolean;
} & { readonly [key: string]: Json };

const isFlag = (value: Json): boolean => typeof value === 'boolean';

const boxSlot = slot('box', isRecord<Box>({ lookup: isText, unit: isText, withdrawn: isFlag, watched: isFlag }));
export const boxOf = boxSlot.of;

/** Asks for the code. A wrong one and one that never was hear the same; guessing slows this chat down, and no other. */
export const boxStep: Step<Box> = {
  slot: boxSlot,
  ask: () => ({ paragraphs: [text('mailbox.code_ask')] }),
  accept: async (context, input): Promise<Verdict<Box>> => {
    const { world, chat } = context;
    const { codeFrom } = world.desk.pace(chat);
    if (codeFrom !== undefined && codeFrom > world.now) {
      const until = { moment: codeFrom, zone: zoneOf(world) };
      return { kind: 'again', says: [text('mailbox.slow', { until })], meant: true };
    }
    const code = input.kind === 'text' ? findReceiptCode(input.text) : undefined;
    if (!code) return { kind: 'again', says: [text('mailbox.not_a_code')], meant: true };
    const box = await world.desk.mailbox(code);
    if (!box) {
      const guessed = { type: 'code_guessed', at: world.now } as const;
      return { kind: 'again', says: [text('mailbox.unknown')], effects: [guessed], meant: true };
    }
    const { lookup, unit, status, watched } = box;
    const value = { lookup, unit, withdrawn: status === 'dicabut', watched };
    return { kind: 'answer', value, says: tell(context, box) };
  },
};

/** Where it stands, and what officers wrote: readable with the code alone. */
function tell(context: Context, box: Mailbox): readonly Text[] {
  const [status, about] = statusWords(box);
  const standing = [status, under(about)];
  if (box.status === 'dicabut') return standing;
  return [
    ...standing,
    ...daysWords(box, todayOf(context)),
    ...(box.letters.length === 0 ? [text('mailbox.no_letters')] : []),
    ...(box.earlier > 0 ? [text('mailbox.earlier', { count: box.earlier })] : []),
    ...box.letters.map(({ on, text: words }) => text('mailbox.letter', { on: { day: on }, letter: words })),
    ...(box.watched ? [text('mailbox.watched')] : []),
  ];
}

/** That this chat hears of letters, or that none does any more: what changes, and what is known of the report here. */
export function watching(context: Context, yes: boolean) {
  const box = boxOf(context);
  return {
    amends: box ? [{ step: boxSlot.id, value: { ...box, watched: yes } }] : [],
    effects: [{ type: 'watch_chosen', lookup: box?.lookup ?? '', yes }],
  } as const;
}
