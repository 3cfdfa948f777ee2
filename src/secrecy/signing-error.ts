/** The signing keys cannot be used; the message names the setting or the file, and what to do. */
export class SigningError extends Error {
  override readonly name = 'SigningError';
}
