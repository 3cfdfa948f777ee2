/** Sends one reply: waits while the platform wants that, tries again what failed, and tells what became of it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel, ChannelName } from '../channels/channel.ts';
import { SendError } from '../channels/channel.ts';
import { text } from '../domain/message.ts';
import type { Reply } from '../engine/types.ts';
import type { I18n } from '../i18n.ts';
import type { Envelope } from './envelope.ts';
import type { Holds } from './holds.ts';
import { type FileMeans, makeFile } from './make-file.ts';
import { render } from './render.ts';
import type { Traffic } from './traffic.ts';
import type { Trails } from './trails.ts';

export interface SendingMeans extends FileMeans {
  readonly trails: Trails;
  readonly traffic: Traffic;
  readonly holds: Holds;
  readonly i18n: I18n;
  readonly channel: (name: ChannelName) => Channel | undefined;
  /** The clock, ms since 1970; replaceable for tests. */
  readonly now?: () => number;
  /** What is not sent by then is left. */
  readonly stopping: AbortSignal;
}

/** What became of the replies of a turn that went out before. */
export interface Sofar {
  /** What the person did is answered by the first of them alone. */
  answered: boolean;
  /** A file could not be made: said once is enough. */
  failed: boolean;
}

export type Came = 'sent' | 'blocked' | 'owed';

/** Another process holds the account that this goes out from. */
export class ElsewhereError extends Error {
  override readonly name = 'ElsewhereError';
}

const MOST_TRIES = 8;
/** How long to wait for a channel that this process does not have, ms. */
const NO_CHANNEL_MS = 15_000;
const FILE_FAILED = text('engine.file_failed');

/** @throws SendError, ElsewhereError when it is left to others, or for later */
export async function sendReply(
  means: SendingMeans,
  chat: string,
  envelope: Envelope,
  reply: Reply,
  sofar: Sofar,
): Promise<Came> {
  const { i18n, log, trails, traffic, holds, stopping, now = Date.now } = means;
  const { address, language, until } = envelope;
  const isLate = (): boolean => until !== undefined && now() > until;
  const channel = means.channel(address.channel);
  // Whoever holds the account may never come: it must not wait for them either.
  if (!channel?.holds() && isLate()) return 'sent';
  if (!channel) throw new SendError({ kind: 'retry', waitMs: NO_CHANNEL_MS, everybody: false });
  if (!channel.holds()) throw new ElsewhereError();
  const made = reply.attachment ? await makeFile(means, channel, envelope, reply.attachment) : undefined;
  const file = made === 'failed' ? undefined : made;
  const told =
    made === 'failed' && !sofar.failed ? { ...reply, paragraphs: [FILE_FAILED, ...reply.paragraphs] } : reply;
  sofar.failed ||= made === 'failed';
  if (!file && told.paragraphs.length === 0) return 'sent';
  const message = {
    ...render(i18n, language, told, file, sofar.answered ? {} : envelope),
    once: `${envelope.once} ${envelope.replies.indexOf(reply)}`,
  };
  for (let attempt = 1; ; attempt += 1) {
    await rest(traffic.rest(address.channel), stopping);
    if (!channel.holds()) throw new ElsewhereError();
    if (isLate()) {
      log.warn({ channel: address.channel }, 'a reply that must not wait was not sent in time');
      return 'sent';
    }
    try {
      const names = await channel.send(address, message);
      traffic.answered(address.channel);
      if (envelope.erasable) trails.note(chat, reply, names);
      return 'sent';
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      const { outcome } = error;
      if (outcome.kind === 'owed') await holds.note(address.channel, outcome);
      if (outcome.kind === 'blocked' || outcome.kind === 'owed') return outcome.kind;
      if (outcome.kind === 'rejected') {
        log.warn({ channel: address.channel, code: outcome.code }, 'the platform will not take a reply');
        return 'sent';
      }
      if (attempt >= MOST_TRIES || stopping.aborted) throw error;
      if (outcome.everybody) await holds.note(address.channel, outcome);
      else await rest(outcome.waitMs, stopping);
    }
  }
}

/** Waits; no longer than until everything stops. */
export async function rest(ms: number, stopping: AbortSignal): Promise<void> {
  if (ms <= 0 || stopping.aborted) return;
  await pause(ms, undefined, { signal: stopping }).catch(() => undefined);
}
