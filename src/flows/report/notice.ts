import { text } from '../../domain/message.ts';
import { isOneOf, isText } from '../../engine/answers.ts';
import { type Step, slot } from '../../engine/flow.ts';
import { cancelledReport } from './collected.ts';

const modeSlot = slot('mode', isOneOf('full', 'brief'));
const unitSlot = slot('unit', isText);

export const modeOf = modeSlot.of;
export const unitOf = unitSlot.of;

/** What the person must know before the first question: what is kept, and who else can see that they wrote to us. */
export const noticeStep: Step<'full' | 'brief'> = {
  slot: modeSlot,
  ask: () => ({
    intro: [text('filing.notice'), text('filing.notice_devices'), text('filing.notice_honest')],
    paragraphs: [text('filing.notice_ask')],
    options: [
      { id: 'full', label: text('filing.notice_full'), words: 'filing.notice_full_words' },
      { id: 'brief', label: text('filing.notice_brief'), words: 'filing.notice_brief_words' },
      { id: 'cancel', label: text('filing.notice_cancel'), words: 'filing.notice_cancel_words' },
    ],
  }),
  accept: (context, input) => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('filing.choose_please')] };
    // Whoever comes back here may have sent evidence.
    if (input.id === 'cancel') return cancelledReport(context);
    return { kind: 'answer', value: input.id === 'brief' ? 'brief' : 'full' };
  },
};

/** Whom the report will be sealed to: chosen once, since evidence is sealed as it comes. */
export const unitStep: Step<string> = {
  slot: unitSlot,
  infer: async ({ world }) => (await world.desk.unit())?.id,
  ask: () => ({ paragraphs: [text('filing.no_unit')] }),
  accept: () => ({ kind: 'leave', says: [text('filing.no_unit')] }),
};
