/** One certificate: drawn in the thread that draws, and the PDF sealed. */
import type { CertificateFile, CertificateForm, CertificatesOptions } from './certificates.ts';
import { draw } from './draw.ts';
import { sealPdf } from './seal-pdf.ts';
import { type CertificateInput, makeSheet } from './sheet.ts';

/** As {@link Certificates.make}. */
export async function makeCertificate(
  input: CertificateInput,
  form: CertificateForm,
  { signing, publicUrl, plain, now = Date.now }: CertificatesOptions,
): Promise<CertificateFile> {
  const sheet = makeSheet(input, signing, publicUrl, plain);
  if (form === 'picture') {
    // It comes with the words that the person waits for; the PDF comes behind.
    const bytes = await draw({ form, sheet }, 'awaited');
    return { name: `${sheet.fileName}.png`, type: 'image/png', bytes };
  }
  const { signerName: name, signatureSize: size } = signing;
  const drawn = await draw({ form, sheet, seal: { name, reason: sheet.sealReason, at: now(), size } }, 'later');
  return { name: `${sheet.fileName}.pdf`, type: 'application/pdf', bytes: await sealPdf(drawn, signing) };
}
