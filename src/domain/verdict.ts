/** What the page and the command say about a certificate, from what could be found out. */
import type { CertificateFault, IssuedStatus } from './certificate.ts';
import type { PledgeStatus } from './pledge.ts';

/** What is recorded now; `unknown`: no such record; `unreachable`: could not be asked. */
export type LiveStatus = PledgeStatus | 'unknown' | 'unreachable';

/** What became of the signature. `unsupported`: this browser cannot check it. */
export type Checked =
  | { readonly signature: 'valid'; readonly issued: IssuedStatus }
  | { readonly signature: 'wrong' | 'unknown_key' | 'unsupported' | CertificateFault };

/** Signed by us and so recorded now, or what is amiss. `since`: was pending when made, and is valid now. */
export const GENUINE = ['valid', 'pending', 'since', 'withdrawn', 'unknown', 'unreachable'] as const;
export const NOT_SHOWN = ['wrong', 'unknown_key', 'malformed', 'version', 'unsupported', 'absent'] as const;
export type Verdict = (typeof GENUINE)[number] | (typeof NOT_SHOWN)[number];

/** A signature that does not hold is the whole verdict: whatever is recorded under that id says nothing about this sheet. */
export function verdictOf(checked: Checked, live: LiveStatus): Verdict {
  if (checked.signature !== 'valid') return checked.signature;
  return live === 'valid' && checked.issued === 'pending' ? 'since' : live;
}
