/** What a report has come to, before it is sent: what was told, what the law looks for, and how to report formally. */
import { daysLeft } from '../../domain/days-left.ts';
import { type Text, text, under } from '../../domain/message.ts';
import { categoryLabel, completeness, SUBSTANCE, substanceLabel } from '../../domain/report.ts';
import { ONLINE } from '../../domain/report-body.ts';
import type { Context } from '../../engine/flow.ts';
import type { PieceState } from '../../engine/types.ts';
import { countOf, failedOf, filesOf } from '../shared/evidence.ts';
import { formalOf } from '../shared/formal.ts';
import { bodyOf } from './body.ts';
import { collectedItems } from './collected.ts';
import { happenedOf, inWords, knownOf, todayOf } from './time.ts';

type States = ReadonlyMap<string, PieceState>;

export const statesOf = (context: Context): Promise<States> =>
  context.world.desk.pieces(filesOf(collectedItems(context)));

/** What was told, a line a subject. What was left open is not mentioned. */
export function summary(context: Context, states: States): readonly Text[] {
  const body = bodyOf(context);
  return [
    ...(body.brief ? [] : [text('filing.sum_category', { category: { key: categoryLabel(body.category).key } })]),
    text('filing.sum_account', { account: body.account }),
    ...placeWords(context),
    ...(body.reported === undefined ? [] : [text('filing.sum_reported', { reported: body.reported })]),
    ...(body.kind === 'unknown' ? [] : [text('filing.sum_kind', { kind: { key: `filing.kind_${body.kind}` } })]),
    ...(body.role === 'unknown' ? [] : [text(`filing.sum_role_${body.role}`)]),
    ...timeWords(context),
    ...(body.more === undefined ? [] : [text('filing.sum_more', { more: body.more })]),
    ...evidenceWords(context, states),
  ].map(under);
}

function placeWords(context: Context): readonly Text[] {
  const { area, village, link } = bodyOf(context);
  if (area === undefined) return [];
  if (area === ONLINE) return [link === undefined ? text('filing.sum_online') : text('filing.sum_link', { link })];
  return [village === undefined ? text('filing.sum_area', { area }) : text('filing.sum_village', { area, village })];
}

function timeWords(context: Context): readonly Text[] {
  const [happened, known] = [happenedOf(context), knownOf(context)];
  return [
    ...(happened ? [inWords(happened, HAPPENED)] : []),
    ...(known ? [text(known.about ? 'filing.sum_known_about' : 'filing.sum_known', { day: { day: known.day } })] : []),
  ];
}

const HAPPENED = {
  day: 'filing.sum_happened',
  time: 'filing.sum_happened_at',
  about: 'filing.sum_happened_about',
  aboutTime: 'filing.sum_happened_about_at',
} as const;

function evidenceWords(context: Context, states: States): readonly Text[] {
  const items = collectedItems(context);
  const failed = failedOf(items, states);
  const count = countOf(items) - failed.length;
  return [
    count > 0 ? text('filing.sum_evidence', { count }) : text('filing.sum_no_evidence'),
    ...(failed.length > 0 ? [text('filing.sum_failed', { numbers: failed.join(', ') })] : []),
  ];
}

/** What the law looks for, and what is there of it. */
export function substance(context: Context, states: States): Text {
  const body = bodyOf(context);
  const items = collectedItems(context);
  const there = completeness({
    day: body.happened?.day,
    place: body.area ?? body.link,
    account: body.account,
    evidence: countOf(items) - failedOf(items, states).length,
  });
  const have = SUBSTANCE.filter((part) => there[part]).map((part) => substanceLabel(part).key);
  const lack = SUBSTANCE.filter((part) => !there[part]).map((part) => substanceLabel(part).key);
  if (lack.length === 0) return text('filing.complete');
  return have.length === 0
    ? text('filing.incomplete', { lack: { list: lack } })
    : text('filing.completeness', { have: { list: have }, lack: { list: lack } });
}

/** How to report formally, and how many days are left for it; of a day that nobody told, from when they count. */
export function formally(context: Context): readonly Text[] {
  const { form, days } = formalOf(context.world);
  return [text('filing.formal', { form }), under(daysWords(context, days))];
}

/** Of a day that is a guess, what is left is one too. */
function daysWords(context: Context, limit: number): Text {
  const known = knownOf(context);
  if (!known) return text('filing.days_unknown', { count: limit });
  const { left, over } = daysLeft(known.day, todayOf(context), limit);
  if (known.about)
    return left === 0 ? text('filing.days_about_over', { count: limit }) : text('filing.days_about', { count: left });
  if (over) return text('filing.days_over', { count: limit });
  return left === 0 ? text('filing.days_last') : text('filing.days_left', { count: left });
}
