/** Certificates, made when they are sent: a picture for the chat, and a sealed PDF to keep. */
import type { PdfSigner } from './seal-pdf.ts';
import type { CertificateInput, LinkSigner, Plain } from './sheet.ts';

export interface CertificateFile {
  readonly name: string;
  readonly type: 'image/png' | 'application/pdf';
  readonly bytes: Uint8Array;
}

export type CertificateForm = 'picture' | 'pdf';

export interface Certificates {
  /**
   * @throws WithdrawnError for a pledge that was withdrawn
   * @throws DoesNotFitError when the documents are too long for one page (PDF only)
   */
  make(input: CertificateInput, form: CertificateForm): Promise<CertificateFile>;
}

export interface CertificatesOptions {
  readonly signing: LinkSigner & PdfSigner;
  /** Where `/v/<id>` is reached. */
  readonly publicUrl: string;
  readonly plain: Plain;
  /** ms since 1970, for the time of signing. */
  readonly now?: () => number;
}

/** The first one loads what makes them, letters and all: a start, and a process that is killed young, go without. */
export const createCertificates = (options: CertificatesOptions): Certificates => ({
  make: async (input, form) => {
    const { makeCertificate } = await import('./make-certificate.ts');
    return makeCertificate(input, form, options);
  },
});
