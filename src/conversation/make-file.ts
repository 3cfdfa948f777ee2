import type { Channel, OutgoingFile } from '../channels/channel.ts';
import type { Language } from '../domain/message.ts';
import type { Attachment } from '../engine/types.ts';
import type { Logger } from '../log.ts';
import { isAway } from '../storage/away.ts';
import type { Envelope } from './envelope.ts';

export interface FileMeans {
  /** Makes the file of a reply; `undefined` when what it is about no longer exists. */
  readonly file: (attachment: Attachment, language: Language) => Promise<OutgoingFile | undefined>;
  readonly log: Logger;
}

/**
 * The file of a reply, while the person sees that something is being prepared. One that cannot be made now will not be made by
 * trying at once: the person is told how to ask again.
 */
export async function makeFile(
  { file, log }: FileMeans,
  channel: Channel,
  { address, language }: Envelope,
  attachment: Attachment,
): Promise<OutgoingFile | 'failed' | undefined> {
  channel.typing(address);
  try {
    return await file(attachment, language);
  } catch (error) {
    // The reply stays written down, and goes out whole once the database is back.
    if (isAway(error)) throw error;
    log.error({ form: attachment.form, err: error }, 'a file could not be made');
    return 'failed';
  }
}
