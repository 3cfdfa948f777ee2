import { fileTypeFromBuffer } from 'file-type';

/** Names of streams in a Compound File (MS-CFB), where they stand as UTF-16: who wrote it, and whether there are macros. */
const OFFICE = [
  ['WordDocument', 'doc'],
  ['Workbook', 'xls'],
  ['PowerPoint Document', 'ppt'],
] as const;
const MACROS = ['_VBA_PROJECT', 'Macros'];

/** file-type may set aside so much at once (bytes); what asks for more is not recognised. */
const LARGEST_READ = 1024 * 1024;

/**
 * What a file is by its content: an extension of file-type, which also tells office files from other ZIPs, or `doc`, `xls`,
 * `ppt`; `unknown` for what nobody recognises, and for old office files with macros.
 */
export async function sniff(bytes: Buffer): Promise<string> {
  const found = await detect(bytes);
  return found === 'cfb' ? officeFile(bytes) : found;
}

async function detect(bytes: Buffer): Promise<string> {
  try {
    const found = await fileTypeFromBuffer(bytes, { maxBufferSize: LARGEST_READ });
    return found?.ext ?? 'unknown';
  } catch {
    // It throws at some malformed archives, with errors of several libraries: whatever made it stumble is not recognised.
    return 'unknown';
  }
}

function officeFile(bytes: Buffer): string {
  const has = (name: string): boolean => bytes.includes(Buffer.from(name, 'utf16le'));
  if (MACROS.some(has)) return 'unknown';
  return OFFICE.find(([name]) => has(name))?.[1] ?? 'unknown';
}
