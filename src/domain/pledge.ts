import type { DocumentRef } from './document.ts';
import type { Nip } from './nip.ts';
import type { Phone } from './phone.ts';

/** A row of the roster, as far as the bot may know it. */
export interface Person {
  readonly id: string;
  readonly nip: Nip;
  readonly name: string;
  readonly office: string;
  readonly phone?: Phone;
  readonly hasCode: boolean;
}

/**
 * How a person showed to be the owner of the NIP: `contact`, Telegram's shared contact; `sender`, the number a WhatsApp
 * message came from; `code`, the activation code from the OPD; `none`, not yet: the OPD must confirm.
 */
export type Proof = 'contact' | 'sender' | 'code' | 'none';

/** `pending`: *menunggu verifikasi*. */
export type PledgeStatus = 'valid' | 'pending' | 'withdrawn';

/** Where a pledge stands among those of one person and election: the one that counts, or one that waits, for a chat. */
export type PledgeSlot = 'verified' | { readonly chat: string };

/** A confirmed ikrar. */
export interface Pledge {
  readonly id: string;
  readonly electionId: string;
  readonly personId: string;
  readonly proof: Proof;
  readonly status: PledgeStatus;
  /** Moment of the final confirmation, ms since 1970. */
  readonly at: number;
  readonly documents: readonly DocumentRef[];
  readonly shown: PledgeShown;
}

/** What a certificate may show of a person. Without a proof there is neither name nor office. */
export interface PledgeShown {
  /** Masked, `1986********1001`. */
  readonly nip: string;
  readonly name?: string;
  readonly office?: string;
}
