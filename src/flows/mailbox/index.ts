/** The mailbox: whoever has the code reads the status, talks with the officers, adds evidence, withdraws. */
import { text } from '../../domain/message.ts';
import type { Flow } from '../../engine/flow.ts';
import { evidenceNews } from '../shared/evidence.ts';
import { lastWords, ownSideErased, plainTrailStep } from '../shared/trail.ts';
import { boxStep } from './box.ts';
import { choiceOf, choiceStep } from './choice.ts';
import { addedSlot, addStep, droppedPieces } from './evidence.ts';
import { letterStep } from './letter.ts';
import { watchStep } from './watch.ts';
import { withdrawStep } from './withdraw.ts';

export const mailboxFlow: Flow = {
  id: 'mailbox',
  erasable: true,
  anew: true,
  cancelled: () => 'mailbox.closed',
  steps: () => [boxStep, choiceStep, letterStep, addStep, watchStep, withdrawStep, plainTrailStep],
  done: (context) => lastWords(context, text(choiceOf(context) === 'close' ? 'mailbox.closed' : 'filing.any_time')),
  dropped: (context) => [...droppedPieces(context), ...ownSideErased(context)],
  hears: (context, news) => evidenceNews(addedSlot, context, news),
};
