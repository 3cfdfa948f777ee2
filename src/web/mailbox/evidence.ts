/** Files of a form, taken in one after another: the next is not read before this one is kept. */
import type { FileNote } from '../../conversation/letterbox.ts';
import { type EvidenceFault, LARGEST_PIECE, MOST_PIECES } from '../../domain/evidence.ts';
import { type Multipart, MultipartError, type PartHead } from './multipart.ts';

/** What became of a file. `over`: one too many. */
export interface Received {
  /** What the sender calls it: for the receipt alone, and nowhere kept. */
  readonly file: string;
  readonly outcome: { readonly note: FileNote } | { readonly fault: EvidenceFault } | { readonly over: true };
}

/** Fields are short, and few. */
const LONGEST_FIELD = 256;
const MOST_FIELDS = 10;
/** Files that are named in a receipt. */
const MOST_FILES = 50;
const LONGEST_NAME = 80;

/**
 * Reads the fields, up to the first file.
 *
 * @throws MultipartError
 */
export async function readFields(
  form: Multipart,
): Promise<{ readonly fields: ReadonlyMap<string, string>; readonly first?: PartHead }> {
  const fields = new Map<string, string>();
  for (let n = 0; n < MOST_FIELDS; n += 1) {
    const head = await form.next();
    if (!head) return { fields };
    // A file that was not chosen looks like a field, and is passed over like all that is unknown.
    if (head.file !== undefined) return { fields, first: head };
    fields.set(head.name, (await form.content(LONGEST_FIELD))?.toString('utf8') ?? '');
  }
  throw new MultipartError('malformed');
}

/**
 * Reads the files.
 *
 * @param secure keeps one
 * @param received is filled as they come, so that a caller knows what is to be forgotten when it breaks off
 * @throws MultipartError, and what `secure` throws
 */
export async function receiveFiles(
  form: Multipart,
  first: PartHead | undefined,
  secure: (file: Uint8Array) => Promise<Exclude<Received['outcome'], { over: true }>>,
  received: Received[],
): Promise<void> {
  for (let head = first; head; head = await form.next()) {
    if (head.file === undefined) continue;
    if (received.length >= MOST_FILES) throw new MultipartError('too_large');
    const file = head.file.slice(0, LONGEST_NAME);
    if (received.length >= MOST_PIECES) {
      received.push({ file, outcome: { over: true } });
      continue;
    }
    const bytes = await form.content(LARGEST_PIECE);
    received.push({ file, outcome: bytes ? await secure(bytes) : { fault: 'too_large' } });
  }
}

export const notesOf = (received: readonly Received[]): readonly FileNote[] =>
  received.flatMap(({ outcome }) => ('note' in outcome ? [outcome.note] : []));
