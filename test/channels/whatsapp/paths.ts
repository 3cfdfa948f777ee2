/** The ways through the report side, on WhatsApp. Each is played in acts: filed; then, once it is taken in, what comes later. */
import type { Witness } from './witness.ts';

/** The bot looks once a minute whether there are news. */
const NEWS_MS = 90_000;

/** The code is kept, and the conversation over. */
async function files(who: Witness): Promise<void> {
  await who.chooses('filing.review_file', 'filing.kept_ask');
  await who.says((await who.code()).slice(-4), 'filing.done');
}

const openMailbox = async (who: Witness): Promise<void> => who.says(`status ${await who.code()}`, 'mailbox.choice_ask');

/** All questions, with a picture. */
export async function inFull(who: Witness): Promise<void> {
  await who.says('lapor', 'filing.notice_ask');
  await who.chooses('filing.notice_full', 'filing.category_ask');
  await who.chooses('report.category_kampanye', 'filing.area_ask');
  await who.says('Klojen', 'filing.village_ask');
  await who.says(who.word('desa'), 'filing.who_ask');
  await who.says(`Kepala ${who.word('dinas')}`, 'filing.kind_ask');
  await who.chooses('filing.kind_pns', 'filing.role_ask');
  await who.chooses('filing.role_leader', 'filing.account_ask');
  await who.says(`Ia membagi kaus, dilihat ${who.word('teman')}.`, 'filing.happened_ask');
  await who.says('kemarin jam 9 malam', 'filing.known_ask');
  await who.chooses('filing.known_today', 'filing.evidence_ask');
  await who.sendsPicture();
  await who.says('selesai', 'filing.more_ask');
  await who.says(`Tanyakan kepada ${who.word('saksi')}`, 'filing.review_ask');
  await files(who);
}

/** Three questions, with a picture. */
export async function inBrief(who: Witness): Promise<void> {
  await who.says('lapor', 'filing.notice_ask');
  await who.chooses('filing.notice_brief', 'filing.account_ask');
  await who.says(`Camat membagi kaus, kata ${who.word('tetangga')}.`, 'filing.area_ask');
  await who.says('Klojen', 'filing.evidence_ask');
  await who.sendsPicture();
  await who.says('selesai', 'filing.review_ask');
  await files(who);
}

export async function watches(who: Witness): Promise<void> {
  await openMailbox(who);
  await who.chooses('mailbox.choice_watch', 'mailbox.watch_ask');
  await who.chooses('mailbox.watch_yes', 'mailbox.choice_ask');
}

/** Hears that there is a letter, reads it, answers, adds a picture, and wants to hear no more. */
export async function answers(who: Witness): Promise<void> {
  await who.hears('mailbox.news', NEWS_MS);
  await openMailbox(who);
  await who.chooses('mailbox.choice_write', 'mailbox.letter_ask');
  await who.says(`Ada lagi yang melihat: ${who.word('paman')}`, 'mailbox.choice_ask');
  await who.chooses('mailbox.choice_add', 'filing.evidence_ask');
  await who.sendsPicture();
  await who.says('selesai', 'mailbox.choice_ask');
  await who.chooses('mailbox.choice_unwatch', 'mailbox.choice_ask');
  await who.chooses('mailbox.choice_close', 'mailbox.closed');
}

export async function withdraws(who: Witness): Promise<void> {
  await openMailbox(who);
  await who.chooses('mailbox.choice_withdraw', 'mailbox.withdraw_ask');
  await who.chooses('mailbox.withdraw_yes', 'mailbox.withdrawn');
}

export async function pledges(who: Witness, nip: string): Promise<void> {
  await who.says('ikrar', 'pledge.nip_ask');
  await who.says(nip, 'pledge.person_ask');
  await who.chooses('pledge.person_yes', 'pledge.point');
  for (let n = 0; n < 3; n += 1) await who.chooses('pledge.point_agree', 'pledge.point');
  await who.chooses('pledge.point_agree', 'pledge.confirm_ikrar');
  await who.chooses('pledge.confirm_yes', 'pledge.recorded');
}
