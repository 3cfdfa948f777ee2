/** The words of a reminder. It answers nothing that was asked, so its buttons name commands, which work at any time. */
import type { LegalDocument } from '../domain/document.ts';
import { type Language, type Text, text } from '../domain/message.ts';
import { aspectOf, type Duty } from '../domain/reminder.ts';
import { noticeData } from '../engine/match.ts';
import type { Reply } from '../engine/types.ts';
import { explanationOf } from './pledge/explained.ts';

type Choice = Reply['choices'][number];

const STOP: Choice = { data: noticeData('berhenti'), label: text('remind.stop') };
const REPORT: Choice = { data: noticeData('lapor'), label: text('remind.report') };
const INVITATION: readonly Choice[] = [{ data: noticeData('ikrar'), label: text('remind.pledge') }, STOP];

/** Whom it is sent to. */
export interface Hearer {
  /** Whose words the operator may have written for this election. */
  readonly language: Language;
  /** The version of the ikrar that they confirmed. */
  readonly ikrar: LegalDocument | undefined;
  /** Whether the channel has them; else the words to type are told. */
  readonly buttons: boolean;
}

/** What is sent on a day. */
export function reminderMessage(duty: Duty, { language, ikrar, buttons }: Hearer): Reply {
  const quiet = duty.kind === 'quiet';
  const words = quiet ? [...pointOfTheDay(duty, ikrar, language), text('remind.other_account')] : [];
  const told = [wordsOf(duty, language), ...words];
  // The election's own ikrar, also when the button is tapped after another one was pledged for.
  const read: Choice = { data: noticeData('baca', duty.election.id), label: text('remind.read') };
  if (buttons) return { paragraphs: told, choices: quiet ? [read, REPORT, STOP] : INVITATION };
  return { paragraphs: [...told, text(quiet ? 'remind.type_quiet' : 'remind.type_invitation')], choices: [] };
}

function wordsOf(duty: Duty, language: Language): Text {
  const { election, n, of } = duty;
  const aspect = aspectOf(duty);
  const own = election.texts[language]?.[aspect];
  if (own !== undefined) return text('remind.own', { words: own });
  const until = { day: election.pledgeCloses };
  switch (aspect) {
    case 'quietFirst':
      return text('remind.first', { to: { day: election.quietTo } });
    case 'quietMiddle':
      return text('remind.middle', { n: String(n), of: String(of) });
    case 'quietLast':
      return text('remind.last', { vote: { day: election.votingDay } });
    case 'opening':
      return text('remind.opening', { election: election.name, until });
    case 'week':
      return text('remind.week', { election: election.name, from: { day: election.quietFrom }, until });
  }
}

/**
 * «Ikrar Anda hari ini: butir N», in the words that were confirmed, which are Indonesian; in other languages also what it means. A
 * masa tenang with more days than the ikrar has points begins again.
 */
function pointOfTheDay({ n }: Duty, ikrar: LegalDocument | undefined, language: Language): readonly Text[] {
  const points = ikrar?.points ?? [];
  const at = points.length > 0 ? (n - 1) % points.length : 0;
  const point = points[at];
  if (!ikrar || point === undefined) return [];
  const meaning = language === 'id' ? undefined : explanationOf(ikrar, at);
  return [text('remind.point', { n: String(at + 1), point }), ...(meaning ? [meaning] : [])];
}
