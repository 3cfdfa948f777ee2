/** Somebody who does anything at all with the bot, and what has to hold whatever they do. */
import { expect } from 'vitest';
import { render } from '../../src/conversation/render.ts';
import { fillDocument, type LegalDocument } from '../../src/domain/document.ts';
import type { Outcome } from '../../src/engine/advance.ts';
import type { Act, Effect, Session } from '../../src/engine/types.ts';
import { REPERTOIRE } from '../../src/flows/index.ts';
import type { I18n } from '../../src/i18n.ts';
import { Talk } from './talk.ts';
import { BUDI, ELECTION, IKRAR, MemoryWorld, PAKTA, SARI } from './world.ts';

/**
 * What a person, or a hostile program, might do, and what may happen meanwhile. A tap names a button by its place among those
 * shown so far; `goes on` is what leads to the record.
 */
export type Move =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'tap'; readonly which: number; readonly stale: boolean }
  | { readonly kind: 'goes on' }
  | { readonly kind: 'waits'; readonly hours: number }
  | { readonly kind: 'happens'; readonly what: 'new ikrar' | 'new pakta' | 'withdrawn' };

export class Wanderer {
  readonly world: MemoryWorld;
  readonly talk: Talk;
  /** Pledges that were made, one after another; a withdrawn one can be made again. */
  made = 0;
  private readonly i18n: I18n;
  private readonly shown: string[] = [];
  private readonly closings = new Set<unknown>();

  constructor(i18n: I18n) {
    this.i18n = i18n;
    this.world = new MemoryWorld(i18n);
    this.world.documents.push(PAKTA);
    this.talk = new Talk(this.world, { sharesContact: true, ...(SARI.phone ? { sender: SARI.phone } : {}) });
  }

  async does(move: Move): Promise<void> {
    if (move.kind === 'waits') this.world.now += move.hours * 3_600_000;
    else if (move.kind === 'happens') this.happens(move.what);
    else this.check(this.world.pledges.size, await this.talk.does(this.actOf(move)));
  }

  private actOf(move: Exclude<Move, { kind: 'waits' | 'happens' }>): Act {
    if (move.kind === 'act') return move.act;
    if (move.kind === 'goes on') return this.next();
    const choices = this.talk.asked?.choices ?? [];
    const data = move.stale ? this.shown[move.which % this.shown.length] : choices[move.which % choices.length]?.data;
    return { kind: 'tap', data: data ?? 'x' };
  }

  /** Agrees to whatever is asked on the way to a pledge. */
  private next(): Act {
    const top = this.talk.session.frames.at(-1);
    if (top?.flow !== 'pledge') return { kind: 'text', text: '/ikrar' };
    if (top.asked === 'nip') return { kind: 'text', text: this.made % 2 === 0 ? SARI.nip : BUDI.nip };
    const leads = ['agree', 'yes', 'none', 'switch'];
    const choices = this.talk.asked?.choices ?? [];
    const data = leads.flatMap((id) => choices.find((one) => one.data.endsWith(`:${id}`))?.data ?? [])[0];
    return { kind: 'tap', data: data ?? 'x' };
  }

  private happens(what: Extract<Move, { kind: 'happens' }>['what']): void {
    if (what === 'withdrawn') {
      this.world.withdraw();
      return;
    }
    const before = what === 'new ikrar' ? IKRAR : PAKTA;
    const version = this.world.documents.length + 1;
    const closing = `Demikian, untuk kali ke-${version}.`;
    this.world.documents.push({ ...before, version, closing, id: `${before.kind}-${version}` });
  }

  private check(pledgesBefore: number, outcome: Outcome): void {
    const { replies, effects } = outcome;
    expect(replies.length).toBeGreaterThan(0);
    for (const reply of replies) {
      const said = render(this.i18n, this.talk.session.language, reply);
      expect(said.markup !== '' || reply.attachment !== undefined).toBe(true);
      for (const choice of reply.choices) expect(Buffer.byteLength(choice.data)).toBeLessThanOrEqual(64);
      this.shown.push(...reply.choices.map((choice) => choice.data));
      for (const { values } of reply.paragraphs) this.closings.add(values?.['closing']);
    }
    // The keys that share a contact are up exactly while they are asked for.
    if (this.talk.session.keys) expect(replies.at(-1)?.contact).toBeDefined();
    this.checkRecord(
      outcome,
      effects.find((effect) => effect.type === 'pledge_made'),
    );
    // What was recorded stays; what is open stays small.
    expect(this.world.pledges.size).toBeGreaterThanOrEqual(pledgesBefore);
    this.checkStack();
    expect(answersOf(this.talk.session)).toBeLessThanOrEqual(40);
  }

  /** No conversation is open twice, and of those that give way to any other at most one. */
  private checkStack(): void {
    const open = this.talk.session.frames.map(({ flow }) => flow);
    expect(new Set(open).size).toBe(open.length);
    expect(open.filter((flow) => REPERTOIRE.flows.get(flow)?.transient).length).toBeLessThanOrEqual(1);
  }

  /** «Tercatat» is said when a pledge was made, and then only; it names what is in force, and was shown to the end. */
  private checkRecord({ replies }: Outcome, made: Extract<Effect, { type: 'pledge_made' }> | undefined): void {
    const keys = replies.flatMap(({ paragraphs }) => paragraphs.map(({ key }) => key));
    const told = keys.some((key) => key === 'pledge.recorded' || key === 'pledge.recorded_pending');
    expect(told).toBe(made !== undefined);
    if (!made) return;
    this.made += 1;
    expect(this.world.pledges.get(JSON.stringify(made.key))?.id).toBe(made.id);
    const inForce = (['ikrar', 'pakta'] as const).flatMap((kind) => this.newest(kind) ?? []);
    expect(made.documents.map(({ id }) => id)).toEqual(inForce.map(({ id }) => id));
    for (const document of inForce) expect(this.closings).toContain(fillDocument(document, ELECTION).closing);
  }

  private newest(kind: LegalDocument['kind']): LegalDocument | undefined {
    return this.world.documents.findLast((one) => one.kind === kind);
  }
}

const answersOf = (session: Session): number => session.frames.reduce((sum, frame) => sum + frame.answers.length, 0);
