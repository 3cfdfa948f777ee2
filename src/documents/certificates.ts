/** Certificates, made when they are sent: a picture for the chat, and a sealed PDF to keep. */
import { draw } from './draw.ts';
import { type PdfSigner, sealPdf } from './seal-pdf.ts';
import { type CertificateInput, type LinkSigner, makeSheet, type Plain } from './sheet.ts';

export interface CertificateFile {
  readonly name: string;
  readonly type: 'image/png' | 'application/pdf';
  readonly bytes: Uint8Array;
}

export interface Certificates {
  /**
   * @throws WithdrawnError for a pledge that was withdrawn
   * @throws DoesNotFitError when the documents are too long for one page (PDF only)
   */
  make(input: CertificateInput, form: 'picture' | 'pdf'): Promise<CertificateFile>;
}

export interface CertificatesOptions {
  readonly signing: LinkSigner & PdfSigner;
  /** Where `/v/<id>` is reached. */
  readonly publicUrl: string;
  readonly plain: Plain;
  /** ms since 1970, for the time of signing. */
  readonly now?: () => number;
}

export function createCertificates({ signing, publicUrl, plain, now = Date.now }: CertificatesOptions): Certificates {
  return {
    make: async (input, form) => {
      const sheet = makeSheet(input, signing, publicUrl, plain);
      if (form === 'picture') {
        // It comes with the words that the person waits for; the PDF comes behind.
        const bytes = await draw({ form, sheet }, 'awaited');
        return { name: `${sheet.fileName}.png`, type: 'image/png', bytes };
      }
      const { signerName: name, signatureSize: size } = signing;
      const drawn = await draw({ form, sheet, seal: { name, reason: sheet.sealReason, at: now(), size } }, 'later');
      return { name: `${sheet.fileName}.pdf`, type: 'application/pdf', bytes: await sealPdf(drawn, signing) };
    },
  };
}
