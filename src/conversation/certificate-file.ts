/** The file of a reply: made when it is sent, from what is recorded then. */
import type { OutgoingFile } from '../channels/channel.ts';
import { fillDocument, type LegalDocument } from '../domain/document.ts';
import type { Election } from '../domain/election.ts';
import type { Language } from '../domain/message.ts';
import type { Pledge } from '../domain/pledge.ts';
import type { Attachment, PledgeKey } from '../engine/types.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { Db } from '../storage/db.ts';
import type { FullCalendar } from './calendar.ts';
import { pledgeLoader } from './pledge-loader.ts';

/** What draws a certificate; lives in `documents`. */
export interface CertificateMaker {
  make(
    input: { pledge: Pledge; election: Election; documents: readonly LegalDocument[]; language: Language },
    form: 'picture' | 'pdf',
  ): Promise<OutgoingFile>;
}

/** How long a pledge is looked up once: its picture and its PDF are sent one after the other. */
const LOOKED_UP_MS = 100;

/** Makes the file of an attachment; `undefined` when the pledge no longer stands. */
export function certificateFiles(
  db: Db,
  keys: Keys,
  calendar: () => Promise<FullCalendar>,
  maker: CertificateMaker,
): (attachment: Attachment, language: Language) => Promise<OutgoingFile | undefined> {
  let looking = { until: Number.NEGATIVE_INFINITY, pledges: pledgeLoader(db, keys) };
  const find = (key: PledgeKey): Promise<Pledge | undefined> => {
    const now = performance.now();
    if (now > looking.until) looking = { until: now + LOOKED_UP_MS, pledges: pledgeLoader(db, keys) };
    return looking.pledges.get(key);
  };
  return async ({ form, pledge: key }, language) => {
    const pledge = await find(key);
    const { elections, documents } = await calendar();
    const election = elections.find((one) => one.id === key.electionId);
    if (!pledge || !election || pledge.status === 'withdrawn') return undefined;
    const confirmed = pledge.documents.flatMap(({ id }) => documents.filter((one) => one.id === id));
    const filled = confirmed.map((one) => fillDocument(one, election));
    return maker.make({ pledge, election, documents: filled, language }, form);
  };
}
