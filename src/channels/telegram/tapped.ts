/** The message whose button was tapped, as a token that goes through the conversation and comes back. */
export interface Tapped {
  readonly id: number;
  /** Its words are the caption of a file: they are changed by another method. */
  readonly caption: boolean;
}

/** `t123` for a text, `c123` for a caption. */
export const writeTapped = ({ id, caption }: Tapped): string => `${caption ? 'c' : 't'}${id}`;

/** `undefined` for anything that {@link writeTapped} did not write. */
export function readTapped(token: string): Tapped | undefined {
  const [, kind, id] = /^([tc])([1-9]\d{0,9})$/.exec(token) ?? [];
  return id === undefined ? undefined : { id: Number(id), caption: kind === 'c' };
}
