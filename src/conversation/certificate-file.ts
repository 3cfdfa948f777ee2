/** The file of a reply: made when it is sent, from what is recorded then. */
import type { OutgoingFile } from '../channels/channel.ts';
import { fillDocument, type LegalDocument } from '../domain/document.ts';
import type { Election } from '../domain/election.ts';
import type { Language } from '../domain/message.ts';
import type { Pledge } from '../domain/pledge.ts';
import type { Attachment } from '../engine/types.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { Db } from '../storage/db.ts';
import { findPledges } from '../storage/pledge-reading.ts';
import type { FullCalendar } from './calendar.ts';

/** What draws a certificate; lives in `documents`. */
export interface CertificateMaker {
  make(
    input: { pledge: Pledge; election: Election; documents: readonly LegalDocument[]; language: Language },
    form: 'picture' | 'pdf',
  ): Promise<OutgoingFile>;
}

/** Makes the file of an attachment; `undefined` when the pledge no longer stands. */
export const certificateFiles =
  (db: Db, keys: Keys, calendar: () => Promise<FullCalendar>, maker: CertificateMaker) =>
  async ({ form, pledge: key }: Attachment, language: Language): Promise<OutgoingFile | undefined> => {
    const found = (await findPledges(db, keys, [key])).at(-1);
    const { elections, documents } = await calendar();
    const election = elections.find((one) => one.id === key.electionId);
    if (!found || !election || found.pledge.status === 'withdrawn') return undefined;
    const confirmed = found.pledge.documents.flatMap(({ id }) => documents.filter((one) => one.id === id));
    return maker.make(
      { pledge: found.pledge, election, documents: confirmed.map((one) => fillDocument(one, election)), language },
      form,
    );
  };
