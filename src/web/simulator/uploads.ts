/** Files that are attached on a phone: the body is the file as it is, what is known about it stands in the address. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { EvidenceKind } from '../../domain/evidence.ts';
import { LARGEST_UPLOAD } from './largest.ts';
import { holderOf, type Player } from './personas.ts';
import { type Phones, STATUS } from './phones.ts';
import { type ChosenAs, uploadSchema } from './wire.ts';

const BY_TYPE: ReadonlyMap<string, EvidenceKind> = new Map([
  ['image', 'photo'],
  ['video', 'video'],
  ['audio', 'audio'],
]);
/** For a type that the browser does not know, such as HEIC in most. */
const BY_CHOICE: Readonly<Record<ChosenAs, EvidenceKind>> = { photo: 'photo', file: 'document', voice: 'audio' };

export function uploadRoutes(phones: Phones, players: readonly Player[]): Hono {
  const limit = bodyLimit({ maxSize: LARGEST_UPLOAD, onError: (c) => c.body(null, 413) });
  return new Hono().post('/simulator/files', limit, async (c) => {
    // The file's own type stands in the address: so no form can send one.
    if (c.req.header('content-type') !== 'application/octet-stream') return c.body(null, 415);
    const read = uploadSchema.safeParse(c.req.query());
    if (!read.success) return c.body(null, 400);
    const { phone, handset, id, persona, language, as, name, type } = read.data;
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    // No messenger sends nothing.
    if (bytes.byteLength === 0) return c.body(null, 400);
    const deed = { kind: 'media', file: { name, kind: kindOf(as, type), bytes } } as const;
    return c.body(null, STATUS[phones[phone].take(handset, id, deed, holderOf(players[persona], language))]);
  });
}

function kindOf(as: ChosenAs, type: string): EvidenceKind {
  const [sort = ''] = type.split('/');
  // Recordings of voice often lie in containers for video.
  if (as === 'voice' && sort === 'video') return 'audio';
  return type === '' ? BY_CHOICE[as] : (BY_TYPE.get(sort) ?? 'document');
}
