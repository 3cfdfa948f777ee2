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

/** What a seal says besides the signature itself. */
export interface Seal {
  readonly name: string;
  readonly reason: string;
  /** ms since 1970: the time of signing that the signature states. */
  readonly at: number;
  /** Bytes of room for the signature. */
  readonly size: number;
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

/** Makes room for a signature; needs no key. */
export const placeSeal = (pdf: Buffer, { name, reason, at, size }: Seal): Buffer =>
  plainAddPlaceholder({
    pdfBuffer: pdf,
    name,
    reason,
    contactInfo: '',
    location: '',
    signingTime: new Date(at),
    signatureLength: size,
    subFilter: SUBFILTER_ETSI_CADES_DETACHED,
  });

/** Signs a PDF in which {@link placeSeal} has made room. */
export const sealPdf = (placed: Uint8Array, signer: PdfSigner): Promise<Buffer> =>
  new SignPdf().sign(Buffer.from(placed.buffer, placed.byteOffset, placed.byteLength), new CmsSigner(signer));
