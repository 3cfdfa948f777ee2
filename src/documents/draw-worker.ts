/** What the thread that draws certificates does: a sheet comes in, the bytes of a file go out. It holds no key. */
import { drawCertificate } from './certificate-pdf.ts';
import { drawPicture } from './certificate-picture.ts';
import { DoesNotFitError } from './fit.ts';
import { placeSeal, type Seal } from './seal-pdf.ts';
import type { Sheet } from './sheet.ts';

export type Drawing =
  | { readonly form: 'picture'; readonly sheet: Sheet }
  /** With room for the seal, which is put in elsewhere. */
  | { readonly form: 'pdf'; readonly sheet: Sheet; readonly seal: Seal };

/** An error loses its class on the way between threads, so the one that is told apart is a result. */
export type Drawn = Uint8Array | 'does not fit';

/** Draws one file. */
export default async function draw(drawing: Drawing): Promise<Drawn> {
  const { form, sheet } = drawing;
  try {
    return form === 'picture' ? await drawPicture(sheet) : placeSeal(await drawCertificate(sheet), drawing.seal);
  } catch (error) {
    if (error instanceof DoesNotFitError) return 'does not fit';
    throw error;
  }
}
