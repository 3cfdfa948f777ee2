import { DisconnectReason } from '@whiskeysockets/baileys';

/**
 * What follows when a connection ends. `at once`: it was part of the plan. `later`: the network or WhatsApp is in trouble.
 * `stop`: somebody must look, another process or a ban. `unpaired`: the number is not ours any more.
 */
export type AfterClose = 'at once' | 'later' | 'stop' | 'unpaired';

const STOP: readonly number[] = [
  DisconnectReason.connectionReplaced,
  DisconnectReason.forbidden,
  DisconnectReason.multideviceMismatch,
  DisconnectReason.badSession,
];

/** @param code Baileys' `DisconnectReason`, or an HTTP status of the server; `undefined` when there was none */
export function afterClose(code: number | undefined): AfterClose {
  if (code === DisconnectReason.restartRequired) return 'at once';
  if (code === DisconnectReason.loggedOut) return 'unpaired';
  return code !== undefined && STOP.includes(code) ? 'stop' : 'later';
}
