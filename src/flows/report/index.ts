/** The report: an honest notice, then what, where, who, when and evidence; a review; filed. */
import { text } from '../../domain/message.ts';
import type { Flow } from '../../engine/flow.ts';
import { dropped, evidenceNews } from '../shared/evidence.ts';
import { cancelledWords, ownSideErased, tracesErased } from '../shared/trail.ts';
import { zoneOf } from '../shared/zone.ts';
import { categoryStep, otherCategoryStep } from './category.ts';
import { collectedSlot } from './collected.ts';
import { collectStep } from './evidence.ts';
import { modeOf, noticeStep, unitStep } from './notice.ts';
import { areaStep, linkStep, villageStep } from './place.ts';
import { kindStep, roleStep, whoStep } from './reported.ts';
import { editStep, reviewStep } from './review.ts';
import { accountStep, moreStep } from './story.ts';
import { earlyStep, happenedStep, knownStep } from './time.ts';

export const reportFlow: Flow = {
  id: 'report',
  erasable: true,
  cancelled: cancelledWords,
  steps: (context) =>
    modeOf(context) === 'brief'
      ? [unitStep, noticeStep, accountStep, areaStep, linkStep, collectStep, reviewStep, editStep]
      : [
          unitStep,
          noticeStep,
          categoryStep,
          otherCategoryStep,
          areaStep,
          villageStep,
          linkStep,
          whoStep,
          kindStep,
          roleStep,
          accountStep,
          happenedStep,
          knownStep,
          earlyStep,
          collectStep,
          moreStep,
          reviewStep,
          editStep,
        ],
  done: (context) => [text(cancelledWords(context))],
  closed: async ({ world, chat, answers }) => {
    if (Object.keys(answers).length > 1) return undefined;
    if (!(await world.desk.unit())) return [text('filing.no_unit')];
    const { reportFrom } = world.desk.pace(chat);
    return reportFrom !== undefined && reportFrom > world.now
      ? [text('filing.slow', { until: { moment: reportFrom, zone: zoneOf(world) } })]
      : undefined;
  },
  dropped: (context, how) => [
    ...dropped(collectedSlot, context),
    ...(how === 'cancelled' ? tracesErased(context) : ownSideErased(context)),
  ],
  hears: (context, news) => evidenceNews(collectedSlot, context, news),
};
