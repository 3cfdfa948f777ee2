/**
 * One message in, one turn out. Pure: the same session, message and world give the same outcome, and nothing outside
 * changes. What a turn is for stands in `flows`; here is only how any conversation moves.
 */
import { text } from '../domain/message.ts';
import type { Ending, Input, Repertoire, Verdict } from './flow.ts';
import type { Scene, Stage } from './frame.ts';
import { contextOf, hasChanged, hourOf, isErasable, isLeft, reopened, settle, stepBack, withAnswer } from './frame.ts';
import { hear, leftOver } from './hear.ts';
import { type Commanded, matchBeginning, matchNotice, matchOption, matchSlash, matchWord } from './match.ts';
import { Script } from './script.ts';
import { inFront, isIdle } from './stack.ts';
import type { Answer, Effect, Frame, Incoming, Json, News, Reply, Session, World } from './types.ts';

export interface Outcome {
  readonly session: Session;
  readonly replies: readonly Reply[];
  readonly effects: readonly Effect[];
  /** False when the input meant nothing: three of those in a minute and the bot falls silent. */
  readonly understood: boolean;
  /** News that concerns no conversation any more: nothing has changed. */
  readonly unheard?: true;
}

/** Moves a conversation by one message. Never throws for anything a person can send; always answers. */
export async function advance(house: Repertoire, before: Session, incoming: Incoming, world: World): Promise<Outcome> {
  const turn = new Turn(house, before, incoming, world);
  await turn.run();
  return turn.outcome();
}

class Turn {
  private readonly house: Repertoire;
  private readonly scene: Scene;
  private session: Session;
  private readonly script: Script;
  private understood = true;
  private unheard = false;
  /** The question was asked before: its introduction need not be said again. */
  private repeated = false;

  constructor(house: Repertoire, session: Session, incoming: Incoming, world: World) {
    this.house = house;
    this.session = session;
    this.script = new Script(session.keys === true);
    this.scene = { world, incoming };
  }

  async run(): Promise<void> {
    const { incoming } = this.scene;
    // Nobody did anything: that a conversation was left is said when somebody comes back.
    if (incoming.kind === 'news') return this.hear(incoming.news);
    this.endIfLeft();
    this.dropUnknownFlows();
    const stage = await this.stage();
    if (incoming.kind === 'tap') return this.tap(incoming.data, stage);
    if (incoming.kind === 'text') return this.typed(incoming.text, stage);
    if (incoming.kind === 'other' && incoming.what === 'call') this.script.say([text('engine.no_calls')]);
    if (incoming.kind === 'other' && incoming.what === 'view once') this.script.say([text('engine.no_view_once')]);
    if (stage) return this.answer(stage, incoming.kind === 'other' ? { kind: 'other' } : incoming);
    this.understood = false;
    return this.go(this.house.home);
  }

  outcome(): Outcome {
    const { hour: _, keys: __, trail, ...idle } = this.session;
    const written = this.script.written();
    const session: Session = {
      ...idle,
      ...(this.script.keysUp ? { keys: true } : {}),
      ...(idle.frames.length > 0 ? { hour: hourOf(this.scene.world.now) } : {}),
      ...(trail && isErasable(this.house, idle) ? { trail } : {}),
    };
    return { session, ...written, understood: this.understood, ...(this.unheard ? { unheard: true } : {}) };
  }

  // --- what the message is ---------------------------------------------------------------------------------------

  private async typed(typed: string, stage: Stage | undefined): Promise<void> {
    const { commands } = this.house;
    const words = this.scene.world.words;
    const slash = matchSlash(typed, commands, words);
    if (slash && 'unknown' in slash) {
      this.understood = false;
      this.script.say([text('engine.unknown_command')]);
      return this.repeat(stage);
    }
    if (slash) return this.command(slash);
    if (stage?.kind === 'asks') {
      const { options = [] } = await stage.step.ask(stage.context);
      const option = matchOption(typed, options, words);
      if (option) return this.answer(stage, { kind: 'choice', id: option.id });
    }
    const word = matchWord(typed, commands, words);
    if (word) return this.command(word);
    const begun = isIdle(this.house, this.session) ? matchBeginning(typed, commands) : undefined;
    if (begun !== undefined) return this.begin(begun, typed);
    if (stage) return this.answer(stage, { kind: 'text', text: typed });
    this.understood = false;
    return this.go(this.house.home);
  }

  private async tap(data: string, stage: Stage | undefined): Promise<void> {
    if (stage?.kind === 'asks') {
      const { options = [] } = await stage.step.ask(stage.context);
      const option = options.find((one) => data === this.script.dataOf(stage, one));
      // The second tap of an impatient finger hits the message that has changed already, unless that one tells of a record.
      this.script.replacesTapped = option !== undefined || (this.script.isOwn(stage, data) && !stage.recorded);
      if (option) return this.answer(stage, { kind: 'choice', id: option.id });
      if (hasChanged(stage)) return this.askAnew();
    }
    const noticed = matchNotice(data, this.house.commands);
    if (noticed) return this.command(noticed);
    // An old button, a second tap of an impatient finger, or a forgery: the present question again.
    this.understood = false;
    if (!this.script.replacesTapped) this.script.say([text('engine.old_button')]);
    return this.repeat(stage);
  }

  /** What was asked for in an earlier turn has come to something: told where it was asked for, and the question stands. */
  private async hear(news: News): Promise<void> {
    const found = await hear(this.house, this.session, this.scene, news);
    const { says, effects, ends } = found?.heard ?? leftOver(news);
    this.unheard = !found && effects.length === 0;
    this.script.effect(effects);
    this.session = found?.session ?? this.session;
    if (found && ends) this.drop(found.flow);
    this.script.say(says);
  }

  private async command({ command: { does }, rest }: Commanded): Promise<void> {
    if (does.kind === 'go') {
      const taker = rest === undefined ? undefined : does.takes?.(rest);
      return taker === undefined ? this.go(does.flow) : this.begin(taker, rest ?? '');
    }
    if (does.kind === 'tell') {
      const { says, effects = [], remember } = await does.tells(this.session, this.scene.world, rest);
      this.session = { ...this.session, ...remember };
      this.script.effect(effects);
      this.script.say(says);
      this.repeated = true;
      return this.present();
    }
    return does.kind === 'back' ? this.back() : this.cancel();
  }

  // --- how it moves the conversation -----------------------------------------------------------------------------

  private async answer(stage: Stage, input: Input): Promise<void> {
    if (stage.kind === 'done') return this.present();
    if (hasChanged(stage)) return this.askAnew();
    const { step, frame, context } = stage;
    const verdict: Verdict<Json> = await step.accept(context, input);
    this.script.effect(verdict.effects ?? []);
    this.script.say(verdict.says ?? []);
    this.script.keepsake(verdict.keepsake ?? []);
    if ('shows' in verdict) this.script.show(verdict.shows ?? []);
    if ('remember' in verdict) this.session = { ...this.session, ...verdict.remember };
    switch (verdict.kind) {
      case 'answer':
        this.replaceTop({ ...frame, answers: withAnswer(frame.answers, step.slot.id, verdict.value) });
        this.repeated = step.open?.(verdict.value) === true;
        return this.present();
      case 'again':
      case 'explain':
        this.understood = verdict.kind === 'explain' || verdict.meant === true;
        this.repeated = true;
        return this.present();
      case 'reopen':
        this.replaceTop(reopened(frame, verdict));
        this.repeated = true;
        return this.present();
      case 'leave':
        this.pop();
        return verdict.next === undefined ? this.resume() : this.go(verdict.next, verdict.typed, verdict.settled);
      case 'go':
        return this.go(verdict.flow, verdict.typed);
    }
  }

  /** @param typed what the person said to that flow already. @param settled what is known of it before it begins */
  private async go(flow: string, typed?: string, settled?: readonly Answer[]): Promise<void> {
    if (typed !== undefined) return this.begin(flow, typed);
    if (settled) this.drop(flow);
    this.session = inFront(this.house, this.session, flow, this.scene.world.random.tag, settled);
    return this.present();
  }

  /** Begins a flow with the answer to its first question. */
  private async begin(flow: string, typed: string): Promise<void> {
    if (this.house.flows.get(flow)?.anew) this.drop(flow);
    this.session = inFront(this.house, this.session, flow, this.scene.world.random.tag);
    const stage = await this.stage();
    if (stage?.kind !== 'asks') return this.present();
    const { intro = [] } = await stage.step.ask(stage.context);
    this.script.say(stage.frame.asked === undefined ? intro : []);
    return this.answer(stage, { kind: 'text', text: typed });
  }

  private async back(): Promise<void> {
    const top = this.session.frames.at(-1);
    const flow = top && this.house.flows.get(top.flow);
    if (!top || !flow) return this.go(this.house.home);
    const earlier = stepBack(flow, top, this.session, this.scene);
    this.repeated = true;
    if (earlier) this.replaceTop(earlier);
    else this.script.say([text('engine.no_further_back')]);
    return this.present();
  }

  private async cancel(): Promise<void> {
    const top = this.session.frames.at(-1);
    const flow = top && this.house.flows.get(top.flow);
    if (!top || !flow) {
      this.script.say([text('engine.nothing_to_cancel')]);
      return this.go(this.house.home);
    }
    const context = contextOf(top.answers, this.session, this.scene);
    this.drop(top.flow, 'cancelled');
    this.script.say([text(flow.cancelled(context))]);
    return this.resume();
  }

  /** Asks the present question. A flow without further questions ends, and the one below it goes on. */
  private async present(): Promise<void> {
    const stage = await this.stage();
    if (!stage) return;
    if (stage.kind === 'asks') {
      this.replaceTop({ ...stage.frame, asked: stage.step.slot.id });
      this.script.ask(stage, await stage.step.ask(stage.context), this.repeated);
      return;
    }
    // What it collected and did nothing with ends with it.
    this.drop(stage.frame.flow);
    this.script.say(stage.says);
    return this.resume();
  }

  /** The world has moved on since the question was asked (a new text came into force): an answer to it is none to the next. */
  private async askAnew(): Promise<void> {
    this.script.say([text('engine.question_changed')]);
    return this.present();
  }

  /** Asks again what was asked; where nothing was, what the person would like to do. */
  private async repeat(stage: Stage | undefined): Promise<void> {
    this.repeated = stage !== undefined;
    return stage ? this.present() : this.go(this.house.home);
  }

  /** After a flow has ended: on with the one that waited below, if any. */
  private async resume(): Promise<void> {
    if (this.session.frames.length > 0) {
      this.script.say([text('engine.back_to')]);
      return this.present();
    }
  }

  // --- the session -----------------------------------------------------------------------------------------------

  private async stage(): Promise<Stage | undefined> {
    const top = this.session.frames.at(-1);
    const flow = top && this.house.flows.get(top.flow);
    return flow ? settle(flow, top, this.session, this.scene) : undefined;
  }

  private endIfLeft(): void {
    const { frames } = this.session;
    if (!isLeft(this.session, this.scene.world.now)) return;
    // A menu that was left open was no conversation: nothing to say about it.
    if (frames.some((frame) => this.house.flows.get(frame.flow)?.transient !== true)) {
      this.script.say([text('engine.left')]);
    }
    for (const { flow } of frames) this.drop(flow);
  }

  /** Ends a flow that is open, without a word. */
  private drop(flow: string, how: Ending = 'over'): void {
    const open = this.session.frames.find((frame) => frame.flow === flow);
    if (!open) return;
    const context = contextOf(open.answers, this.session, this.scene);
    this.script.effect(this.house.flows.get(flow)?.dropped?.(context, how) ?? []);
    this.session = { ...this.session, frames: this.session.frames.filter((frame) => frame !== open) };
  }

  private dropUnknownFlows(): void {
    const known = this.session.frames.filter((frame) => this.house.flows.has(frame.flow));
    if (known.length === this.session.frames.length) return;
    this.session = { ...this.session, frames: known };
    this.script.say([text('engine.flow_gone')]);
  }

  private replaceTop(frame: Frame): void {
    this.session = { ...this.session, frames: [...this.session.frames.slice(0, -1), frame] };
  }

  private pop(): void {
    this.session = { ...this.session, frames: this.session.frames.slice(0, -1) };
  }
}
