/** Bytes on their way into a JSON array of rows; nothing stays nothing. */
export function base64(bytes: Uint8Array): string;
export function base64(bytes: Uint8Array | undefined): string | undefined;
export function base64(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('base64');
}
