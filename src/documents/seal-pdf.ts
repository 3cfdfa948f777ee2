/** The PAdES signature of a PDF: any reader that knows signatures sees whether a byte was changed since. */
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { SignPdf } from '@signpdf/signpdf';
import { Signer, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';

export interface PdfSigner {
  /** A detached CMS signature over the bytes. */
  signPdf(bytes: Uint8Array): Promise<Buffer>;
  /** Most bytes that signature can have. */
  readonly signatureSize: number;
  /** Who signs, as the certificate says. */
  readonly signerName: string;
}

class CmsSigner extends Signer {
  private readonly signer: PdfSigner;
  constructor(signer: PdfSigner) {
    super();
    this.signer = signer;
  }
  override sign(bytes: Buffer): Promise<Buffer> {
    return this.signer.signPdf(bytes);
  }
}

/** @param now ms since 1970: the time of signing that the signature states */
export function sealPdf(pdf: Buffer, signer: PdfSigner, reason: string, now: number): Promise<Buffer> {
  const prepared = plainAddPlaceholder({
    pdfBuffer: pdf,
    name: signer.signerName,
    reason,
    contactInfo: '',
    location: '',
    signingTime: new Date(now),
    signatureLength: signer.signatureSize,
    subFilter: SUBFILTER_ETSI_CADES_DETACHED,
  });
  return new SignPdf().sign(prepared, new CmsSigner(signer));
}
