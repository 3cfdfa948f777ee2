import type { LegalDocument } from '../../domain/document.ts';
import { text } from '../../domain/message.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Option, type Step, slot, type Verdict } from '../../engine/flow.ts';
import { explanationOf } from './explained.ts';

const OPTIONS: readonly Option[] = [
  { id: 'agree', label: text('pledge.point_agree'), words: 'pledge.point_agree_words' },
  { id: 'ask', label: text('pledge.point_explain'), words: 'pledge.point_explain_words' },
  { id: 'decline', label: text('pledge.point_decline'), words: 'pledge.point_decline_words' },
];

/** One step for each point. The version is part of a step's name, so a new version is asked from its first point. */
export const pointSteps = (document: LegalDocument): readonly Step[] =>
  document.points.map((_, index) => pointStep(document, index));

function pointStep(document: LegalDocument, index: number): Step<'agree'> {
  const head = [
    text('pledge.document_title', { title: document.title }),
    text('pledge.document_opening', { opening: document.opening }),
  ];
  return {
    slot: slot(`${document.kind}${document.version}.${index + 1}`, isOneOf('agree')),
    ask: () => ({
      intro: index === 0 ? head : [],
      paragraphs: [
        text('pledge.point', { n: index + 1, of: document.points.length, point: document.points[index] ?? '' }),
      ],
      options: OPTIONS,
    }),
    accept: (_, input): Verdict<'agree'> => {
      if (input.kind !== 'choice') return { kind: 'again', says: [text('pledge.point_again')] };
      if (input.id === 'ask')
        return { kind: 'explain', says: [explanationOf(document, index) ?? text('pledge.explain_general')] };
      // Not yet is an answer too. Nothing about it is kept.
      if (input.id === 'decline') return { kind: 'leave', says: [text('pledge.declined')] };
      return { kind: 'answer', value: 'agree' };
    },
  };
}
