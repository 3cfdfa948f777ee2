/** A report to be read and printed. */
import { ONLINE } from '../../domain/report-body.ts';
import type { Unit } from '../../secrecy/unit-key.ts';
import type { SealedReport } from '../../storage/reports.ts';
import { categoryWord, statusWord } from './clear.ts';
import type { Exhibit } from './exhibits.ts';
import { exhibitLines } from './laporan-exhibits.ts';
import type { OpenedBody, OpenedLetter } from './opened.ts';
import type { Scribe } from './scribe.ts';

/** A letter of the reporter's. */
export interface ReadLetter {
  readonly n: number;
  readonly writtenAt: Date;
  readonly opens: boolean;
  /** Absent when it does not open, or has a shape that this version does not know. */
  readonly told?: OpenedLetter;
  readonly exhibits: readonly Exhibit[];
}

export interface ReadReport {
  readonly report: SealedReport;
  readonly unit: Unit;
  readonly told: OpenedBody | undefined;
  readonly exhibits: readonly Exhibit[];
  readonly letters: readonly ReadLetter[];
  /** Pieces that neither the report nor a letter names. */
  readonly others: readonly Exhibit[];
  /** Letters of officers, which only the reporter opens. */
  readonly officers: number;
}

/** The whole report as text. */
export function readable(read: ReadReport, scribe: Scribe): string {
  const { report, unit, told, exhibits, letters, others, officers } = read;
  const until = report.until?.toISOString().slice(0, 10);
  const lines = [
    scribe.say('dossier.doc_title', { id: report.id }),
    scribe.say('dossier.doc_kind'),
    '',
    ...scribe.row('dossier.doc_unit', unit.name),
    ...scribe.row('dossier.doc_received', scribe.moment(report.receivedAt)),
    ...scribe.row('dossier.doc_status', scribe.plain(statusWord(report.status))),
    ...scribe.row('dossier.doc_until', until && scribe.day(until)),
    '',
    ...(told ? bodyLines(told, scribe) : [scribe.say('dossier.other_shape'), '']),
    ...(exhibits.length > 0 ? evidenceLines(exhibits, scribe) : [scribe.say('dossier.doc_no_evidence'), '']),
    ...letters.flatMap((letter) => letterLines(letter, scribe)),
    ...(others.length > 0
      ? [scribe.say('dossier.doc_others'), ...others.flatMap((one) => exhibitLines(one, scribe)), '']
      : []),
    ...(officers > 0 ? [scribe.say('dossier.doc_officers', { count: officers })] : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function bodyLines(body: OpenedBody, scribe: Scribe): readonly string[] {
  const { brief, category, area, village, link, reported, kind, role, account, happened, knownOn, more } = body;
  const time = happened?.time === undefined ? '' : `, ${happened.time}`;
  const guess = ` (${scribe.say('dossier.doc_about')})`;
  return [
    ...(brief
      ? [scribe.say('dossier.doc_brief')]
      : scribe.row('dossier.doc_category', scribe.plain(categoryWord(category)))),
    ...scribe.row('dossier.doc_area', area === ONLINE ? scribe.say('dossier.area_online') : area),
    ...scribe.row('dossier.doc_village', village),
    ...scribe.row('dossier.doc_link', link),
    ...scribe.row('dossier.doc_reported', reported),
    ...(brief
      ? []
      : [
          ...scribe.row('dossier.doc_reported_kind', scribe.say(`filing.kind_${kind}`)),
          ...scribe.row('dossier.doc_reported_role', scribe.say(`filing.role_${role}`)),
        ]),
    ...scribe.row(
      'dossier.doc_happened',
      happened && `${scribe.day(happened.day)}${time}${happened.about ? guess : ''}`,
    ),
    ...scribe.row('dossier.doc_known', knownOn && `${scribe.day(knownOn)}${body.knownAbout ? guess : ''}`),
    '',
    ...scribe.passage(scribe.say('dossier.doc_account'), account),
    ...scribe.passage(scribe.say('dossier.doc_more'), more),
  ];
}

const evidenceLines = (exhibits: readonly Exhibit[], scribe: Scribe): readonly string[] =>
  exhibits.length === 0
    ? []
    : [scribe.say('dossier.doc_evidence'), ...exhibits.flatMap((one) => exhibitLines(one, scribe)), ''];

function letterLines({ n, writtenAt, opens, told, exhibits }: ReadLetter, scribe: Scribe): readonly string[] {
  const head = `${scribe.say('dossier.doc_letter', { n })}, ${scribe.moment(writtenAt)}`;
  const words = told ? told.text : scribe.say(opens ? 'dossier.other_shape' : 'dossier.doc_letter_damaged');
  return [
    // Evidence that was added later comes as a letter without words.
    ...(words === '' ? [`${head}:`] : scribe.passage(head, words)),
    ...evidenceLines(exhibits, scribe),
  ];
}
