import type { Attachment, PledgeKey } from '../../engine/types.ts';

/** The certificate as people keep it: a picture to look at, and the signed PDF. */
export const certificatesOf = (pledge: PledgeKey): readonly Attachment[] => [
  { kind: 'certificate', form: 'picture', pledge },
  { kind: 'certificate', form: 'pdf', pledge },
];
