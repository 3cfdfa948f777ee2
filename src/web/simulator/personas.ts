import type { Holder } from '../../channels/simulator/deeds.ts';
import { type ActivationCode, showActivationCode } from '../../domain/activation.ts';
import type { Language } from '../../domain/message.ts';
import { type Phone, parsePhone } from '../../domain/phone.ts';

/** Somebody to play. `phone` is the number that the roster has, `code` the activation code that was handed out. */
export interface Persona {
  readonly name: string;
  readonly nip: string;
  readonly office: string;
  readonly phone?: Phone;
  readonly code?: ActivationCode;
}

/** Somebody to play, with the phone in their hand. */
export interface Player extends Omit<Persona, 'code'> {
  readonly number: Phone | undefined;
  /** The way a slip shows it. */
  readonly code: string | undefined;
}

/** As many as fit beside two phones. The first few differ in how they can prove who they are. */
const MOST = 6;

/** Everybody holds a phone; who has none in the roster holds one that the roster does not know. */
export const playersOf = (personas: readonly Persona[]): readonly Player[] =>
  personas.slice(0, MOST).map((persona, n) => ({
    ...persona,
    code: persona.code && showActivationCode(persona.code),
    number: persona.phone ?? parsePhone(`+62812999900${String(n).padStart(2, '0')}`),
  }));

export const holderOf = (player: Player | undefined, language: Language): Holder => ({
  language,
  ...(player?.number ? { number: player.number } : {}),
});
