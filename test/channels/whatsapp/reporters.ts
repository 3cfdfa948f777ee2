/** People who report something on WhatsApp while the bot is killed again and again. */
import sharp from 'sharp';
import { expect, vi } from 'vitest';
import { parseReceiptCode } from '../../../src/domain/receipt.ts';
import { type Identity, openWith } from '../../../src/secrecy/age.ts';
import { lookupOf } from '../../../src/secrecy/receipt-keys.ts';
import type { Db } from '../../../src/storage/db.ts';
import { readPiece } from '../../../src/storage/evidence.ts';
import { createUnit } from '../../../src/storage/units.ts';
import { keys, type Store } from '../../faults/store.ts';
import { Child } from '../../support/child.ts';
import { inBrief } from '../wall/paths.ts';
import { WhatsAppPhone } from '../wall/whatsapp-phone.ts';
import { Witness } from '../wall/witness.ts';
import type { Deployment } from './deployment.ts';

const UNIT = { id: 'u1', name: 'Bawaslu Uji', region: 'Kota Malang', day: '2026-11-17' };
/** Turns of a report in brief, and how many more there are with a picture: it comes, and it is secured. */
const [TURNS, WITH_PICTURE] = [7, 2];

/** Whoever writes to a bot that is killed again and again may wait for long. */
const PATIENCE_MS = 400_000;

/** Those who file their reports together: every third of them, so that in each wave somebody has a picture, and somebody has none. */
export const WAVES = [0, 1, 2] as const;

/** Every second one has a picture. */
const hasPicture = (n: number): boolean => n % 2 === 0;

export class Reporters {
  /** How many turns each of their chats has in the end. */
  readonly turns: readonly number[];
  private readonly people: readonly Witness[];
  private readonly store: Store;
  /** Opens what was sealed to the unit. */
  private readonly identity: Identity;
  /** Whether a wave may file. */
  private readonly mayFile = WAVES.map(() => Promise.withResolvers<void>());

  private constructor(store: Store, identity: Identity, people: readonly Witness[]) {
    this.store = store;
    this.identity = identity;
    this.people = people;
    this.turns = people.map((_, n) => TURNS + (hasPicture(n) ? WITH_PICTURE : 0));
  }

  /** A unit, and so many people; no bot runs. */
  static async gather({ whatsapp }: Deployment, store: Store, count: number): Promise<Reporters> {
    const { paper } = await store.look(({ db }) => createUnit(db, keys, UNIT, { workFactor: 2 }));
    const people = Array.from({ length: count }, async (_, n) => {
      const name = `Pelapor ${n} Contoh`;
      return new Witness(await WhatsAppPhone.of(whatsapp, name), name, n, PATIENCE_MS);
    });
    return new Reporters(store, paper.identity, await Promise.all(people));
  }

  /** Resolves when all of them have filed their reports, each once their wave may. */
  async report(): Promise<void> {
    await Promise.all(
      this.people.map((who, n) => inBrief(who, hasPicture(n), this.mayFile[n % WAVES.length]?.promise)),
    );
  }

  /** Lets a wave file; none of them was shown a code before. Resolves as soon as somebody of it was. */
  async shown(wave: (typeof WAVES)[number]): Promise<void> {
    const people = this.people.filter((_, n) => n % WAVES.length === wave);
    const some = (): number => people.filter(({ shown }) => shown.length > 0).length;
    expect(some()).toBe(0);
    this.mayFile[wave]?.resolve();
    await vi.waitFor(() => expect(some()).toBeGreaterThan(0), { timeout: PATIENCE_MS, interval: 20 });
  }

  /**
   * Everybody was shown one code, and by it there is one report, their own, which opens with the unit's key, with its picture;
   * there is nothing else. The bot has stopped.
   */
  async expectAllFiled(at: Deployment): Promise<void> {
    const sweep = new Child('src/cli/report.ts', ['sweep'], at.environment);
    expect((await sweep.ended).code, sweep.errors).toBe(0);
    await this.store.look(async ({ db }) => {
      for (const [n, who] of this.people.entries()) await this.expectFiled(db, who, hasPicture(n) ? 1 : 0);
      expect(await db.report.count()).toBe(this.people.length);
      expect(await db.evidence.count()).toBe(this.people.filter((_, n) => hasPicture(n)).length);
      expect([await db.intake.count(), await db.errand.count({ where: { kind: 'fetch' } })]).toEqual([0, 0]);
    });
  }

  private async expectFiled(db: Db, who: Witness, pictures: number): Promise<void> {
    expect(who.shown).toHaveLength(1);
    const code = parseReceiptCode(who.code);
    if (!code) throw new Error('no code');
    const lookup = new Uint8Array(lookupOf(code));
    const { id, body } = await db.report.findUniqueOrThrow({ where: { lookup } });
    const told = JSON.parse(Buffer.from(await openWith(this.identity, body)).toString());
    expect(told).toMatchObject({ account: expect.stringContaining(who.told()[0]?.text ?? 'nothing was told') });
    const pieces = await db.evidence.findMany({ where: { reportId: id } });
    expect(pieces.map((piece) => piece.id)).toEqual(told.evidence.map((note: { id: string }) => note.id));
    expect(pieces).toHaveLength(pictures);
    for (const piece of pieces) {
      const parts: Uint8Array[] = [];
      for await (const part of readPiece(db, piece.id)) parts.push(part);
      const picture = Buffer.from(await openWith(this.identity, Buffer.concat(parts)));
      expect(await sharp(picture).metadata()).toMatchObject({ width: 48, height: 32, format: 'jpeg' });
    }
  }
}
