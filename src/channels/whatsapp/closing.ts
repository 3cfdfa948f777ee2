import { DisconnectReason } from '@whiskeysockets/baileys';
import { z } from 'zod';

/**
 * What follows when a connection ends. `at once`: it was part of the plan. `later`: the network or WhatsApp is in trouble.
 * `stop`: somebody must look, another process or a ban. `unpaired`: the number is not ours any more.
 */
export type AfterClose = 'at once' | 'later' | 'stop' | 'unpaired';

/** Why a connection ended. */
export interface Ending {
  /** As WhatsApp numbers it, or Baileys; `undefined` when neither had a say. */
  readonly code: number | undefined;
  /** What stood in the way instead: `ECONNREFUSED`, `HTTP 401`. Names nobody. */
  readonly cause?: string;
}

/** Something answered the call to WhatsApp that is not WhatsApp: a proxy, or the sign-in page of a network. */
export class NotWhatsAppError extends Error {
  override readonly name = 'NotWhatsAppError';
}

/** What WhatsApp's own web client calls them: a ban for a while, too old a version, a ban, a client it does not know. */
const [TEMPORARY_BAN, OUTDATED, BANNED, BAD_USER_AGENT] = [402, 405, 406, 409];

const STOP: readonly number[] = [
  TEMPORARY_BAN,
  OUTDATED,
  BANNED,
  BAD_USER_AGENT,
  DisconnectReason.connectionReplaced,
  DisconnectReason.forbidden,
  DisconnectReason.multideviceMismatch,
  DisconnectReason.badSession,
];

const boom = z.object({ output: z.object({ statusCode: z.number() }), data: z.unknown() });
const transport = z.object({ code: z.string() });

/**
 * Baileys numbers what the network did as if WhatsApp had said so: a certificate that is not WhatsApp's becomes 500, a 401 of
 * a proxy would become a 401 of WhatsApp, and the number would be forgotten for it. There `data` is the error of the network;
 * with what WhatsApp says it is the stanza.
 *
 * @param error of Baileys' `lastDisconnect`
 */
export function endingOf(error: unknown): Ending {
  if (error instanceof NotWhatsAppError) return { code: undefined, cause: error.message };
  const { output, data } = boom.safeParse(error).data ?? {};
  if (data instanceof Error) return { code: undefined, cause: transport.safeParse(data).data?.code ?? data.message };
  return { code: output?.statusCode };
}

/** @param code Baileys' `DisconnectReason`, or another that WhatsApp gave; `undefined` when there was none */
export function afterClose(code: number | undefined): AfterClose {
  if (code === DisconnectReason.restartRequired) return 'at once';
  if (code === DisconnectReason.loggedOut) return 'unpaired';
  return code !== undefined && STOP.includes(code) ? 'stop' : 'later';
}
