/** What turns change on the report side: sealed to its reader before it is written, and never beside a name. */
import { randomBytes, randomInt } from 'node:crypto';
import { isKecamatan } from '../domain/area.ts';
import { ONLINE } from '../domain/report-body.ts';
import type { DeskEffect } from '../engine/desk.ts';
import { type Recipient, sealTo } from '../secrecy/age.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { lookupOf, reporterRecipient } from '../secrecy/receipt-keys.ts';
import { padTo } from '../secrecy/seal.ts';
import { assertUnit } from '../secrecy/unit-key.ts';
import type { Db } from '../storage/db.ts';
import { addErrands, type ErrandDue, endErrands } from '../storage/errands.ts';
import { dropPieces } from '../storage/evidence.ts';
import { addIntake, countLetters, type IntakeDue, type IntakeItem } from '../storage/intake.ts';
import type { TurnChange } from '../storage/turns.ts';
import { findUnit } from '../storage/units.ts';
import type { DueEffect } from './effects.ts';
import { newNames } from './new-names.ts';
import { errandDay, ownSide, TRAIL_MS } from './own-side.ts';

export interface DeskMeans {
  readonly db: Db;
  readonly keys: Keys;
  readonly epoch: EpochKey;
  /** Every key there is: what waits may be older than the hour. */
  readonly kept: () => Promise<readonly EpochKey[]>;
}

const HOUR = 3_600_000;
/** How long a person may take to answer before the conversation is erased by itself, and by how much nobody can know when that was. */
const BY_ITSELF_MS = HOUR / 2;
const BLUR_MS = 5 * 60_000;

/** The unit that reports are sealed to is gone. The turn fails, and nothing of it is written. */
export class NoUnitError extends Error {
  override readonly name = 'NoUnitError';
}

/** @throws UnitKeyError when a unit's key in the database is not the one that was made for it: nothing is sealed to that */
export async function deskChanges(
  means: DeskMeans,
  due: readonly DueEffect[],
  now: number,
): Promise<readonly TurnChange[]> {
  const intake: IntakeDue[] = [];
  const errands: ErrandDue[] = [];
  const dropped: { chat: string; pieces: readonly string[] }[] = [];
  const told: { chat: string; about: string }[] = [];
  for (const { effect, chat, address, trail } of due) {
    switch (effect.type) {
      case 'report_filed':
      case 'letter_sent':
      case 'report_withdrawn':
        intake.push({ chat, item: await itemOf(means, effect) });
        break;
      case 'evidence_sent': {
        const { piece, media, original, unit } = effect;
        // The turn that tells of it is remembered by a hash of its name: the piece's own would join the chat to the report.
        const news = randomBytes(16).toString('base64url');
        errands.push({ chat, about: piece, kind: 'fetch', body: { piece, address, media, original, unit, news } });
        break;
      }
      case 'evidence_dropped':
        dropped.push({ chat, pieces: effect.pieces });
        break;
      case 'evidence_told':
        told.push({ chat, about: effect.piece });
        break;
      case 'watch_chosen': {
        const { lookup, yes } = effect;
        const watcher = yes ? { watcher: { ...address, language: trail.language } } : {};
        intake.push({ chat, item: { kind: 'watch', lookup, ...watcher } });
        break;
      }
      case 'trail_erased': {
        const names = trail.names.filter((name) => !name.startsWith('+') || !effect.keep);
        const { spare } = trail;
        const body = {
          address,
          names: names.map(bare),
          until: now + TRAIL_MS,
          ...(spare === undefined ? {} : { spare }),
        };
        errands.push({ chat, kind: 'erase', body });
        break;
      }
      case 'own_side_erased':
        errands.push(ownSide(chat, address, now));
        break;
      case 'erasure_planned': {
        const news = randomBytes(16).toString('base64url');
        const from = now + BY_ITSELF_MS + randomInt(BLUR_MS);
        const { plan } = effect;
        errands.push({ chat, about: plan, kind: 'plan', body: { plan, address, news, from, until: now + TRAIL_MS } });
        break;
      }
      case 'erasure_settled':
        told.push({ chat, about: effect.plan });
        break;
      default:
        break;
    }
  }
  return [
    ...(intake.length > 0 ? [addIntake(means.epoch, intake)] : []),
    ...(errands.length > 0 ? [addErrands(means.epoch, errands, errandDay(now))] : []),
    ...(dropped.length > 0 ? dropPieces(dropped) : []),
    ...(told.length > 0 ? [endErrands(told)] : []),
  ];
}

const bare = (name: string): string => name.replace(/^\+/, '');

/** What the report side is told. */
export type Told = Extract<DeskEffect, { type: 'report_filed' | 'letter_sent' | 'report_withdrawn' }>;

/**
 * What was told, as it waits in the intake: sealed to its unit, and its time cut to the hour.
 *
 * @throws NoUnitError, UnitKeyError
 */
export async function itemOf(means: DeskMeans, effect: Told): Promise<IntakeItem> {
  const at = Math.floor(effect.at / HOUR) * HOUR;
  if (effect.type === 'report_withdrawn') return { kind: 'withdrawal', lookup: effect.lookup, at };
  const to = await recipientOf(means, effect.unit);
  // Anew for each telling: of one that is not written, nothing was promised.
  const { notes, pieces } = newNames(effect.evidence);
  if (effect.type === 'letter_sent') {
    const { lookup, text } = effect;
    // Its place among those of its hour: only whoever opens it learns that.
    const nth = 1 + (await countLetters(means.db, await means.kept(), lookup));
    return { kind: 'letter', lookup, at, pieces, body: await sealed(to, { version: 1, nth, text, evidence: notes }) };
  }
  const { code, unit, lane, until, body } = effect;
  return {
    kind: 'report',
    lookup: lookupOf(code).toString('hex'),
    unit,
    reporter: await reporterRecipient(code),
    category: body.category,
    area: readableArea(body.area),
    role: body.role,
    lane,
    at,
    ...(until === undefined ? {} : { until }),
    body: await sealed(to, { ...body, evidence: notes }),
    pieces,
  };
}

/** Readable for statistics, so it is a name of a list or nothing: in their own words people write where they live, and who they are. */
const readableArea = (area = ''): string => (area === ONLINE || isKecamatan(area) ? area : '');

async function recipientOf({ db, keys }: DeskMeans, id: string): Promise<Recipient> {
  const unit = await findUnit(db, id);
  if (!unit) throw new NoUnitError('the unit of a report is gone');
  return assertUnit(keys, unit);
}

/** age tells a length to the byte: so the text is padded to one of a few. */
const sealed = async (to: Recipient, told: unknown): Promise<string> =>
  Buffer.from(await sealTo(to, padTo(Buffer.from(JSON.stringify(told))))).toString('base64');
