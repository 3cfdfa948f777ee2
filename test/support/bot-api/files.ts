/** The files that people sent to a bot. */
import { randomBytes } from 'node:crypto';
import type { EvidenceKind } from '../../../src/domain/evidence.ts';
import type { FakeBot } from './bot.ts';
import { type Params, textOf } from './params.ts';
import { badRequest, type JsonObject } from './wire.ts';

interface SentFile {
  readonly id: string;
  /** Where it is found under `/file/bot<token>/`. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Telegram keeps larger ones from bots. */
const LARGEST = 20 * 1024 * 1024;

export class Files {
  private readonly sent: SentFile[] = [];

  add(bytes: Buffer, path: string): SentFile {
    const file = { id: `AgACAgUAAxkB${randomBytes(36).toString('base64url')}`, path, bytes };
    this.sent.push(file);
    return file;
  }

  ofId(id: string): SentFile | undefined {
    return this.sent.find((file) => file.id === id);
  }

  ofPath(path: string): SentFile | undefined {
    return this.sent.find((file) => file.path === path);
  }

  /** Nobody can fetch it any more. */
  forget(id: string): void {
    this.sent.splice(
      this.sent.findIndex((file) => file.id === id),
      1,
    );
  }

  /** By whatever a bot could name them. */
  get names(): readonly string[] {
    return this.sent.flatMap(({ id, path }) => [id, uniqueOf(id), path]);
  }

  get ids(): readonly string[] {
    return this.sent.map(({ id }) => id);
  }

  get count(): number {
    return this.sent.length;
  }
}

/** What a sender calls a document, and says it is. */
export interface Named {
  readonly name: string;
  readonly type: string;
}

type Content = (file: JsonObject, small: JsonObject, named: JsonObject) => JsonObject;

/**
 * Where Telegram puts a file of each kind, and how a phone sends it: voice notes for sound. The ending is that of the file's
 * own name, so a person chooses it.
 */
const KINDS: Record<EvidenceKind, { readonly folder: string; readonly ending: string; readonly content: Content }> = {
  photo: {
    folder: 'photos',
    ending: 'jpg',
    content: (file, small) => ({ photo: [small, { ...file, width: 1280, height: 960 }] }),
  },
  video: {
    folder: 'videos',
    ending: 'mp4',
    content: (file, thumbnail) => ({ video: { ...file, width: 1280, height: 960, duration: 3, thumbnail } }),
  },
  audio: { folder: 'voice', ending: 'oga', content: (file) => ({ voice: { ...file, duration: 3 } }) },
  document: {
    folder: 'documents',
    ending: 'dok umen#1?',
    content: (file, thumbnail, named) => ({ document: { ...file, file_name: 'a.dok umen#1?', ...named, thumbnail } }),
  },
};

/** What stands in a message that carries a file; with a small picture of it, as Telegram makes one. */
export function contentOf({ files }: FakeBot, kind: EvidenceKind, bytes: Buffer, named?: Named): JsonObject {
  const { folder, ending, content } = KINDS[kind];
  const name = `file_${files.count}.${ending}`;
  const small = told(files.add(bytes.subarray(0, 1), `thumbnails/${name}`));
  const called = named ? { file_name: named.name, mime_type: named.type } : {};
  return content(told(files.add(bytes, `${folder}/${name}`)), { ...small, width: 90, height: 67 }, called);
}

const uniqueOf = (id: string): string => id.slice(-16);

const told = ({ id, bytes }: SentFile): JsonObject => ({
  file_id: id,
  file_unique_id: uniqueOf(id),
  file_size: bytes.byteLength,
});

export const FILE_METHODS = {
  getFile: ({ files }: FakeBot, params: Params) => {
    const file = files.ofId(textOf(params, 'file_id'));
    if (!file) throw badRequest('invalid file_id');
    if (file.bytes.byteLength > LARGEST) throw badRequest('file is too big');
    return { ...told(file), file_path: file.path };
  },
};
