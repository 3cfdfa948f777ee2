/**
 * Every way through the report side, as it is walked on a phone. Each is played in acts, all of them at once: filed; then,
 * taken in, somebody watches; then, once officers have asked, what comes later. A `yield` ends an act.
 */
import type { MessageKey } from '../../../src/domain/message.ts';
import type { Witness } from './witness.ts';

export type Path = (who: Witness) => AsyncGenerator<void, void>;

/** The bot looks once a minute whether there are news. */
const NEWS_MS = 120_000;

/** The code is kept, and the conversation over. */
async function files(who: Witness, erasing: 'filing.trail_most' | 'filing.trail_all' | 'filing.trail_none') {
  await who.chooses('filing.review_file', 'filing.kept_ask');
  const tail = who.code.slice(-4);
  if (!who.phone.erases) return who.says(tail, 'filing.done');
  await who.says(tail, 'filing.trail_ask');
  await who.chooses(erasing, erasing === 'filing.trail_none' ? 'filing.done' : 'filing.any_time');
}

const openMailbox = (who: Witness): Promise<void> => who.says(`status ${who.code}`, 'mailbox.choice_ask');

async function upToTheEvidence(who: Witness): Promise<void> {
  await who.says('lapor', 'filing.notice_ask');
  await who.chooses('filing.notice_brief', 'filing.account_ask');
  await who.says(`Camat membagi kaus, kata ${who.word('tetangga')}.`, 'filing.area_ask');
  await who.says('Klojen', 'filing.evidence_ask');
}

const reviews = (who: Witness): Promise<void> => who.says('selesai', 'filing.review_ask');

/** All questions, with a picture; later watched, answered and added to, and watched no more. */
const full: Path = async function* (who) {
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
  await files(who, 'filing.trail_most');
  yield;
  await openMailbox(who);
  await who.chooses('mailbox.choice_watch', 'mailbox.watch_ask');
  await who.chooses('mailbox.watch_yes', 'mailbox.watch_on');
  await who.listens();
  yield;
  await who.hears('mailbox.news', NEWS_MS);
  await openMailbox(who);
  await who.chooses('mailbox.choice_write', 'mailbox.letter_ask');
  await who.says(`Ada lagi yang melihat: ${who.word('paman')}`, 'mailbox.letter_sent');
  await who.chooses('mailbox.choice_add', 'filing.evidence_ask');
  await who.sendsPicture();
  await who.says('selesai', 'mailbox.choice_ask');
  await who.chooses('mailbox.choice_unwatch', 'mailbox.watch_off');
  await leaves(who, 'filing.trail_erase');
};

/** Out of the mailbox. */
async function leaves(who: Witness, erasing: 'filing.trail_erase' | 'filing.trail_none'): Promise<void> {
  if (!who.phone.erases) return who.chooses('mailbox.choice_close', 'mailbox.closed');
  await who.chooses('mailbox.choice_close', 'filing.trail_ask');
  const last: MessageKey = erasing === 'filing.trail_none' ? 'mailbox.closed' : 'filing.any_time';
  await who.chooses(erasing, last);
}

/** Nowhere but on the internet, with links. */
const online: Path = async function* (who) {
  await who.says('/lapor', 'filing.notice_ask');
  await who.chooses('filing.notice_full', 'filing.category_ask');
  await who.says('hoaks', 'filing.area_ask');
  await who.says('daring', 'filing.link_ask');
  await who.says(`https://contoh.test/${who.word('unggahan')}`, 'filing.who_ask');
  await who.says('lewati', 'filing.kind_ask');
  await who.chooses('filing.kind_unknown', 'filing.role_ask');
  await who.chooses('filing.role_unknown', 'filing.account_ask');
  await who.says(`Kabar bohong tentang calon, di grup ${who.word('grup')}.`, 'filing.happened_ask');
  await who.says('lewati', 'filing.known_ask');
  await who.says('lewati', 'filing.evidence_ask');
  await who.says(`https://contoh.test/${who.word('tangkapan')}`, 'filing.evidence_link');
  await who.says('selesai', 'filing.more_ask');
  await who.says('lewati', 'filing.review_ask');
  await files(who, 'filing.trail_none');
  yield;
};

const withOriginals: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.says('simpan aslinya sebagai bukti', 'filing.evidence_original_on');
  await who.sendsPicture('filing.piece_cleaned_both');
  await reviews(who);
  await files(who, 'filing.trail_all');
  yield;
};

const cancelled: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.sendsPicture();
  await reviews(who);
  await who.chooses('filing.review_cancel', who.phone.erases ? 'filing.cancelled_erasing' : 'filing.cancelled');
  yield;
};

/** Another account, and another picture in the place of the first. */
const edited: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.sendsPicture();
  await reviews(who);
  await who.chooses('filing.review_edit', 'filing.edit_ask');
  await who.chooses('filing.edit_account', 'filing.account_ask');
  await who.says(`Bukan camat, tetapi lurah, kata ${who.word('kakak')}.`, 'filing.review_ask');
  await who.chooses('filing.review_edit', 'filing.edit_ask');
  await who.chooses('filing.edit_evidence', 'filing.evidence_revise');
  await who.says('hapus bukti 1', 'filing.evidence_removed');
  await who.sendsPicture();
  await reviews(who);
  await files(who, 'filing.trail_none');
  yield;
};

/** One file is gone, one is broken, two are kept as they are: one of them with a name that shows whose it is. */
const failing: Path = async function* (who) {
  await upToTheEvidence(who);
  const [gone, broken] = [await who.picture(), (await who.picture()).subarray(0, 400)];
  if (who.phone.losesFiles) await who.sends({ kind: 'photo', bytes: gone, gone: true }, 'filing.piece_failed');
  await who.sends({ kind: 'photo', bytes: broken }, 'filing.piece_failed');
  const sound = Buffer.from(`OggS ${who.word('suara')}`);
  await who.sends({ kind: 'audio', bytes: sound }, 'filing.piece_as_it_is');
  const letter = Buffer.from(`%PDF-1.7 ${who.word('surat')}`);
  await who.sends({ kind: 'document', bytes: letter, name: who.fileName() }, 'filing.piece_as_it_is');
  await reviews(who);
  await files(who, 'filing.trail_most');
  yield;
};

/**
 * Three questions, and a picture if there is one.
 *
 * @param mayFile what is told is not filed before
 */
export async function inBrief(who: Witness, withPicture: boolean, mayFile?: Promise<void>): Promise<void> {
  await upToTheEvidence(who);
  if (withPicture) await who.sendsPicture();
  await reviews(who);
  await mayFile;
  await files(who, 'filing.trail_none');
}

/** Withdrawn once it was taken in. */
const withdrawn: Path = async function* (who) {
  await inBrief(who, true);
  yield;
  yield;
  await withdraws(who);
};

async function withdraws(who: Witness): Promise<void> {
  await openMailbox(who);
  await who.chooses('mailbox.choice_withdraw', 'mailbox.withdraw_ask');
  await who.chooses('mailbox.withdraw_yes', 'mailbox.withdrawn');
}

/** Watched, watched no more and withdrawn, before it was ever taken in. */
const atOnce: Path = async function* (who) {
  await inBrief(who, false);
  await openMailbox(who);
  await who.chooses('mailbox.choice_watch', 'mailbox.watch_ask');
  await who.chooses('mailbox.watch_yes', 'mailbox.watch_on');
  await who.chooses('mailbox.choice_unwatch', 'mailbox.watch_off');
  await leaves(who, 'filing.trail_none');
  await withdraws(who);
  yield;
};

/** Begins, and never comes back. */
const abandoned: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.sendsPicture();
  yield;
};

/** The account that also pledges, which they were asked not to use. */
export const pledging = (nip: string): Path =>
  async function* (who) {
    const { shares } = who.phone;
    await who.says('ikrar', 'pledge.nip_ask');
    await who.says(nip, shares ? 'pledge.proof_ask' : 'pledge.person_ask');
    if (shares) await who.does(shares, 'pledge.person_ask');
    await who.chooses('pledge.person_yes', 'pledge.point');
    for (let n = 0; n < 3; n += 1) await who.chooses('pledge.point_agree', 'pledge.point');
    await who.chooses('pledge.point_agree', 'pledge.confirm_ikrar');
    await who.chooses('pledge.confirm_yes', 'pledge.recorded');
    await who.says('ya', 'pledge.done');
    await inBrief(who, false);
    yield;
    yield;
    await who.says('/status', 'status.ask');
  };

export const PATHS: readonly Path[] = [
  full,
  online,
  withOriginals,
  cancelled,
  edited,
  failing,
  withdrawn,
  atOnce,
  abandoned,
];
