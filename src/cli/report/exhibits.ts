import { AgeError, type Identity, openStream } from '../../secrecy/age.ts';
import type { Db } from '../../storage/db.ts';
import { readPiece } from '../../storage/evidence.ts';
import type { SealedPiece } from '../../storage/reports.ts';
import type { NewFolder } from '../shared/folder.ts';
import type { OpenedNote } from './opened.ts';

/** `missing`: its bytes are not in the database. `damaged`: they do not open with this key, or not to their end. */
export type Fault = 'missing' | 'damaged';

/** A file of the folder, or the name it would have had. */
export interface Written {
  readonly file: string;
  readonly fault?: Fault;
}

/** A piece of evidence as the folder has it: by its number, as the reporter told it. */
export interface Exhibit {
  readonly n: number;
  /** Absent for a piece of the report's that it does not name. */
  readonly note?: OpenedNote;
  /** Absent for a link. */
  readonly copy?: Written;
  readonly original?: Written;
}

/** Opens a report's evidence into a folder, piece by piece, under names of our own. */
export class Exhibits {
  private readonly db: Db;
  private readonly identity: Identity;
  private readonly folder: NewFolder;
  /** Pieces of this report that no note has named yet. A note may say anything; other reports' pieces stay closed. */
  private readonly left: Map<string, SealedPiece>;
  private count = 0;

  constructor(db: Db, identity: Identity, folder: NewFolder, pieces: readonly SealedPiece[]) {
    this.db = db;
    this.identity = identity;
    this.folder = folder;
    this.left = new Map(pieces.map((piece) => [piece.id, piece]));
  }

  /** Those that a body or a letter names, links among them, in its order. */
  async named(notes: readonly OpenedNote[]): Promise<readonly Exhibit[]> {
    const exhibits: Exhibit[] = [];
    for (const note of notes) {
      const n = ++this.count;
      if ('link' in note) {
        exhibits.push({ n, note });
        continue;
      }
      const { id, original } = note;
      const copy = await this.write(id, `${nameOf(n)}.${safeExtension(note.piece.extension)}`);
      exhibits.push({
        n,
        note,
        copy,
        // What an original is was never looked into: no program should open it by itself.
        ...(original === undefined ? {} : { original: await this.write(original, `${nameOf(n)}-asli.bin`) }),
      });
    }
    return exhibits;
  }

  /** The others: of a letter that does not open, for instance. */
  async unnamed(): Promise<readonly Exhibit[]> {
    const exhibits: Exhibit[] = [];
    for (const { id } of [...this.left.values()]) {
      const n = ++this.count;
      exhibits.push({ n, copy: await this.write(id, `${nameOf(n)}.bin`) });
    }
    return exhibits;
  }

  private async write(id: string, file: string): Promise<Written> {
    const piece = this.left.get(id);
    this.left.delete(id);
    if (!piece || piece.parts === 0) return { file, fault: 'missing' };
    try {
      await this.folder.stream(file, openStream(this.identity, readPiece(this.db, id)));
      return { file };
    } catch (error) {
      if (error instanceof AgeError) return { file, fault: 'damaged' };
      throw error;
    }
  }
}

const nameOf = (n: number): string => `bukti-${String(n).padStart(2, '0')}`;

const safeExtension = (extension: string): string => (/^[a-z0-9]{1,8}$/.test(extension) ? extension : 'bin');
