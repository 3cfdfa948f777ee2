/** The report side of a world in memory: reports, letters and evidence that exist only here. */
import { MOST_LETTERS } from '../../src/conversation/desk.ts';
import { Paces } from '../../src/conversation/pace.ts';
import { parseReceiptCode, type ReceiptCode } from '../../src/domain/receipt.ts';
import type { CoarseStatus } from '../../src/domain/report.ts';
import type { Desk, DeskEffect, Mailbox, PieceState, Unit } from '../../src/engine/desk.ts';
import type { News } from '../../src/engine/types.ts';
import { ATTACHMENTS, isAttachment } from './attachments.ts';
import { day } from './world.ts';

export const UNIT: Unit = { id: 'u-malang', name: 'Bawaslu Contoh', region: 'Kota Malang' };
/** The codes that reports get in a transcript, in this order. */
export const CODES_OF_REPORTS: readonly ReceiptCode[] = [
  read('K7QM-2XPD-9RTN-4HVE'),
  read('M3WD-8KQX-5TPN-7RBJ'),
  read('Z9HC-4VNE-2GQT-6XKA'),
];

/** Draws them, after those that are taken. */
export function receipts(taken = 0): () => ReceiptCode {
  const left = CODES_OF_REPORTS.slice(taken);
  return () => {
    const code = left.shift();
    if (!code) throw new Error('no code is left');
    return code;
  };
}

function read(text: string): ReceiptCode {
  const code = parseReceiptCode(text);
  if (!code) throw new Error('no code');
  return code;
}

/** What officers write, in this order. */
const LETTERS: readonly string[] = [
  'Terima kasih atas laporan Anda. Apakah ada saksi lain yang melihatnya?',
  'Terima kasih. Keterangan Anda sedang kami pelajari.',
];

/** What they write as their nth letter, from 0. */
export const letterOf = (n: number): string => LETTERS[n] ?? `Pesan ke-${n + 1}.`;

/** A report that was filed somewhere else: three days ago, so that four are left for a formal one. */
export const filedBefore = (code: ReceiptCode, unit: string, at: number): DeskEffect => ({
  type: 'report_filed',
  code,
  unit,
  lane: 'normal',
  at,
  until: day('2026-11-21'),
  body: { version: 1, brief: true, category: 'lain', kind: 'unknown', role: 'unknown', account: 'Camat membagi kaus.' },
  evidence: [],
});

const FAILED: PieceState = { kind: 'failed', fault: 'failed' };
/** How long evidence is kept that no report has, ms. */
const A_DAY = 86_400_000;

export class MemoryDesk implements Desk {
  units: Unit[] = [UNIT];
  readonly boxes = new Map<ReceiptCode, Mailbox>();
  private readonly states = new Map<string, PieceState>();
  /** What became of pieces, also before their sender heard of it. */
  private readonly outcomes = new Map<string, PieceState>();
  private sent: { readonly piece: string; readonly name: string; readonly original: boolean }[] = [];
  /** When they were looked into, ms since 1970. */
  private readonly kept = new Map<string, number>();
  private readonly paces: Paces;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
    this.paces = new Paces(now);
  }

  unit = async (id?: string): Promise<Unit | undefined> =>
    id === undefined ? this.units[0] : this.units.find((unit) => unit.id === id);
  pieces = async (ids: readonly string[]): Promise<ReadonlyMap<string, PieceState>> =>
    new Map(ids.map((id) => [id, this.isForgotten(id) ? FAILED : (this.states.get(id) ?? { kind: 'waiting' })]));
  mailbox = async (code: ReceiptCode): Promise<Mailbox | undefined> => {
    const box = this.boxes.get(code);
    const letters = box?.letters.slice(-MOST_LETTERS) ?? [];
    return box && { ...box, letters, earlier: box.letters.length - letters.length };
  };
  pace: Desk['pace'] = (chat) => this.paces.of(chat);
  tail: Desk['tail'] = (chat) => this.paces.tail(chat);

  /** @param chat whose turn it is, where it is somebody's */
  apply(effect: DeskEffect, chat?: string): void {
    switch (effect.type) {
      case 'report_filed':
        if (chat !== undefined) this.paces.reported(chat, effect.code);
        this.put(effect.code, effect.until === undefined ? {} : { until: effect.until });
        break;
      case 'code_guessed':
        if (chat !== undefined) this.paces.guessed(chat);
        break;
      case 'evidence_sent':
        this.sent.push({ piece: effect.piece, name: effect.media.ref, original: effect.original });
        break;
      case 'report_withdrawn':
        for (const [code, box] of this.boxes) if (box.lookup === effect.lookup) this.put(code, { status: 'dicabut' });
        break;
      case 'watch_chosen':
        for (const [code, box] of this.boxes) if (box.lookup === effect.lookup) this.put(code, { watched: effect.yes });
        break;
      case 'evidence_dropped':
        this.sent = this.sent.filter(({ piece }) => !effect.pieces.includes(piece));
        for (const piece of effect.pieces) this.states.set(piece, FAILED);
        break;
      case 'evidence_told':
        this.states.set(effect.piece, this.outcomes.get(effect.piece) ?? { kind: 'waiting' });
        break;
      default:
        break;
    }
  }

  /** Looks into the evidence that was sent; returns what the conversation hears of it. */
  examine(): readonly News[] {
    const news = this.sent.map(({ piece, name, original }) => {
      if (!isAttachment(name)) throw new Error(`no attachment: ${name}`);
      const { becomes } = ATTACHMENTS[name];
      if (typeof becomes === 'string') return { piece, kind: 'piece_failed', fault: becomes } as const;
      const both = original && becomes.cleaned ? ({ original: true } as const) : {};
      return { piece, kind: 'piece_secured', secured: becomes, bytes: 1000, ...both } as const;
    });
    this.sent = [];
    for (const { piece, ...one } of news) {
      this.kept.set(piece, this.now());
      this.outcomes.set(
        piece,
        one.kind === 'piece_secured' ? { ...one, kind: 'secured' } : { kind: 'failed', fault: one.fault },
      );
    }
    return news;
  }

  private isForgotten(piece: string): boolean {
    const since = this.kept.get(piece);
    return since !== undefined && this.now() - since >= A_DAY;
  }

  /** What officers do to every report there is. */
  write(): void {
    for (const [code, { letters }] of this.boxes) {
      this.put(code, { letters: [...letters, { on: day('2026-11-17'), text: letterOf(letters.length) }] });
    }
  }

  set(status: CoarseStatus): void {
    for (const code of this.boxes.keys()) this.put(code, { status });
  }

  private put(code: ReceiptCode, changes: Partial<Mailbox>): void {
    const before = this.boxes.get(code);
    const blank: Mailbox = {
      lookup: code.toLowerCase(),
      unit: UNIT.id,
      status: 'diterima',
      earlier: 0,
      letters: [],
      watched: false,
    };
    this.boxes.set(code, { ...blank, ...before, ...changes });
  }
}
