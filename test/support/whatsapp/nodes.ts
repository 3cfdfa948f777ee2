/** Nodes, the elements of WhatsApp's binary XML: `<tag attr="…">children or bytes</tag>`. */
import {
  type BinaryNode,
  getBinaryNodeChild,
  getBinaryNodeChildBuffer,
  getBinaryNodeChildUInt,
} from '@whiskeysockets/baileys';

/** A node; attributes that are `undefined` are left out. */
export function node(
  tag: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  content?: BinaryNode['content'],
): BinaryNode {
  const attrs: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) attrs[name] = value;
  return content === undefined ? { tag, attrs } : { tag, attrs, content };
}

/** What must be there, or the client has broken the protocol. */
export function need<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new ProtocolError(`${what} is missing`);
  return value;
}

export const attribute = (of: BinaryNode, name: string): string => need(of.attrs[name], `${of.tag} ${name}`);

/** The first child, whatever it is called. */
export const firstChild = ({ content }: BinaryNode): BinaryNode | undefined =>
  Array.isArray(content) ? content[0] : undefined;

export const childOf = (parent: BinaryNode, tag: string): BinaryNode =>
  need(getBinaryNodeChild(parent, tag), `${parent.tag} ${tag}`);

/** The bytes that a child holds. */
export const bytesOf = (parent: BinaryNode, tag: string): Buffer =>
  Buffer.from(need(getBinaryNodeChildBuffer(parent, tag), `${parent.tag} ${tag}`));

/** The big-endian number of so many bytes that a child holds. */
export const numberOf = (parent: BinaryNode, tag: string, length: number): number =>
  need(getBinaryNodeChildUInt(parent, tag, length), `${parent.tag} ${tag}`);

/** WhatsApp's clock: whole seconds. */
export const seconds = (): string => String(Math.floor(Date.now() / 1000));

/** The client said something the server cannot make sense of. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
