import type { ReportBody } from '../../domain/report-body.ts';
import type { Context } from '../../engine/flow.ts';
import { categoryOf } from './category.ts';
import { modeOf } from './notice.ts';
import { areaOf, linkOf, villageOf } from './place.ts';
import { kindOf, roleOf, whoOf } from './reported.ts';
import { accountOf, moreOf } from './story.ts';
import { happenedOf, knownOf } from './time.ts';

/** What the answers come to: all of it, and nothing about who gave them. */
export function bodyOf(context: Context): ReportBody {
  const [area, village, link, reported] = [areaOf(context), villageOf(context), linkOf(context), whoOf(context)];
  const [happened, known, more] = [happenedOf(context), knownOf(context), moreOf(context)];
  return {
    version: 1,
    brief: modeOf(context) === 'brief',
    category: categoryOf(context),
    ...(area === undefined ? {} : { area }),
    ...(village === undefined ? {} : { village }),
    ...(link === undefined ? {} : { link }),
    ...(reported === undefined ? {} : { reported }),
    kind: kindOf(context),
    role: roleOf(context),
    account: accountOf(context),
    ...(happened === undefined ? {} : { happened }),
    ...(known === undefined ? {} : { knownOn: known.day, ...(known.about ? { knownAbout: true } : {}) }),
    ...(more === undefined ? {} : { more }),
  };
}
