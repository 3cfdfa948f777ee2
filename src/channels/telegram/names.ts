/** The name by which a message can be erased: its id. Both sides' messages of a private chat have one. */

export const nameOf = (id: number): string => String(id);

/** `undefined` for anything that {@link nameOf} did not write. */
export const readName = (name: string): number | undefined => (/^[1-9]\d{0,9}$/.test(name) ? Number(name) : undefined);
