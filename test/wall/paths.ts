/**
 * Every way through the report side, among people who do something else. Each is played in acts: what is under way; then
 * filed; then, after a sweep, what comes later. A `yield` ends an act.
 */
import { SARI } from '../support/world.ts';
import type { Witness } from './witness.ts';

export type Path = (who: Witness) => AsyncGenerator<void, void>;

async function upToTheEvidence(who: Witness): Promise<void> {
  await who.says('/lapor');
  await who.taps('brief');
  await who.says(`Camat membagi kaus di balai desa, kata ${who.word('tetangga')}.`, 'Klojen');
}

async function openMailbox(who: Witness): Promise<void> {
  await who.says(`status ${who.code}`);
}

/** All questions, a place that is in no list, a picture, and the code kept; then the conversation is erased. */
const full: Path = async function* (who) {
  await who.says('/lapor');
  await who.taps('full', 'medsos');
  await who.says(`rumah saya, ${who.word('gang')}`, who.word('desa'), `Kepala ${who.word('dinas')}`);
  await who.taps('pns', 'leader');
  await who.says(`Ia mengunggah foto calon, dilihat ${who.word('teman')}.`, 'kemarin jam 9 malam');
  await who.taps('today');
  await who.sends(await who.picture());
  await who.taps('done');
  await who.says(`Tanyakan kepada ${who.word('saksi')}`);
  yield;
  await who.taps('file');
  await who.says(who.code.slice(-4));
  yield;
  await who.taps('most');
  await who.desk.work();
};

const online: Path = async function* (who) {
  await who.says('/lapor');
  await who.taps('full', 'more', 'hoaks');
  await who.says('daring', `https://contoh.test/${who.word('unggahan')}`);
  await who.taps('skip', 'unknown', 'unknown');
  await who.says(`Kabar bohong tentang calon, di grup ${who.word('grup')}.`);
  await who.taps('skip', 'skip');
  await who.says(`https://contoh.test/${who.word('tangkapan')}`);
  await who.taps('done', 'skip');
  yield;
  await who.taps('file', 'skip', 'none');
  yield;
};

/** With originals; and what is to be erased waits for a platform that is away. */
const withOriginals: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.taps('original');
  await who.sends(await who.picture());
  await who.taps('done');
  yield;
  await who.taps('file', 'skip', 'all');
  yield;
};

const cancelled: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.sends(await who.picture());
  await who.taps('done');
  yield;
  await who.taps('cancel');
  yield;
};

const edited: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.sends(await who.picture());
  await who.taps('done', 'edit', 'account');
  await who.says(`Bukan camat, tetapi lurah, kata ${who.word('kakak')}.`);
  await who.taps('edit', 'evidence', 'remove1');
  await who.sends(await who.picture());
  await who.taps('done');
  yield;
  await who.taps('file', 'skip', 'none');
  yield;
};

/** One file is gone, one is broken, one is kept as it is. */
const failing: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.sends(undefined);
  await who.sends((await who.picture()).subarray(0, 400));
  await who.sends(Buffer.from(`OggS ${who.word('suara', 'words in a file')}`), 'audio');
  await who.taps('done');
  yield;
  await who.taps('file', 'skip', 'none');
  yield;
};

/** Filed; later read, answered, added to and watched, then erased. */
const answered: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.taps('done');
  yield;
  await who.taps('file', 'skip', 'none');
  yield;
  await openMailbox(who);
  await who.taps('watch', 'yes', 'write');
  await who.says(`Ada lagi yang melihat: ${who.word('paman', 'words in a letter')}`);
  await who.taps('add');
  await who.sends(await who.picture());
  await who.taps('done', 'close', 'most');
  await who.desk.work();
};

const withdrawn: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.sends(await who.picture());
  await who.taps('done');
  yield;
  await who.taps('file', 'skip', 'none');
  yield;
  await openMailbox(who);
  await who.taps('withdraw', 'yes', 'none');
};

/** Watched, not watched any more, and withdrawn, before it was ever taken in. */
const atOnce: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.taps('done');
  yield;
  await who.taps('file', 'skip', 'none');
  await openMailbox(who);
  await who.taps('watch', 'yes', 'unwatch', 'withdraw', 'yes', 'none');
  yield;
};

/** The account that also pledges, which they were asked not to use. */
const pledging: Path = async function* (who) {
  await who.says('/ikrar', SARI.nip);
  await who.does({ kind: 'contact', own: true, ...(SARI.phone ? { phone: SARI.phone } : {}) });
  await who.taps('yes', 'agree', 'agree', 'agree', 'agree', 'yes', 'yes');
  await upToTheEvidence(who);
  yield;
  await who.taps('done', 'file', 'skip', 'none');
  yield;
  await who.says('/status');
};

/** Begins, and never comes back. */
const abandoned: Path = async function* (who) {
  await upToTheEvidence(who);
  await who.sends(await who.picture());
  yield;
};

const idle: Path = async function* (who) {
  await who.says('/mulai', 'bantuan');
  await who.does({ kind: 'other', what: 'sticker' });
  yield;
  await who.says('/pengingat');
  await who.taps('yes');
  yield;
  await who.says('/bahasa');
  await who.taps('id');
};

export const PATHS = {
  full,
  online,
  withOriginals,
  cancelled,
  edited,
  failing,
  answered,
  withdrawn,
  atOnce,
  pledging,
  abandoned,
  idle,
} satisfies Readonly<Record<string, Path>>;

/** Begins a path for each of these; an act of all of them at once at each call. */
export function acts<W>(cast: readonly (readonly [(who: W) => AsyncGenerator<void, void>, W])[]): () => Promise<void> {
  const playing = cast.map(([path, who]) => path(who));
  return async () => {
    await Promise.all(playing.map((one) => one.next()));
  };
}
