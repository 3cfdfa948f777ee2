/** Errors a command expects, in words for the operator; what it does not expect is named by its kind alone. */
import { ConfigError } from '../../config.ts';
import { type MessageKey, type Text, text } from '../../domain/message.ts';
import { describeError } from '../../log.ts';
import { AgeError, type AgeFault } from '../../secrecy/age.ts';
import { EpochError } from '../../secrecy/epoch.ts';
import { SealError } from '../../secrecy/seal.ts';
import { SigningError, signingWords } from '../../secrecy/signing-error.ts';
import { UnitKeyError } from '../../secrecy/unit-key.ts';
import { isAway } from '../../storage/away.ts';
import { LockedError } from '../../storage/lock.ts';
import { MigrationError } from '../../storage/migrate.ts';
import { PathTooLongError } from '../../storage/socket.ts';

/** The command was called wrongly: exit code 2, and how it is called is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly says: Text;
  constructor(says: Text) {
    super(says.key);
    this.says = says;
  }
}

/** The command cannot do what it was asked: exit code 1. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly says: readonly Text[];
  constructor(...says: readonly Text[]) {
    super(says.map((one) => one.key).join());
    this.says = says;
  }
}

/** What to tell the operator. */
export function explain(error: unknown): readonly Text[] {
  if (error instanceof Refusal) return error.says;
  if (error instanceof UsageError) return [error.says];
  if (error instanceof ConfigError) return error.faults.map((fault) => text('cli.setting_wrong', { fault }));
  if (error instanceof LockedError) {
    return [text('cli.folder_locked', { pid: error.owner ? String(error.owner.pid) : '?' })];
  }
  if (error instanceof MigrationError) return [text(`cli.migration_${error.fault}`, { migration: error.migration })];
  if (error instanceof PathTooLongError) return [text('cli.path_too_long')];
  if (error instanceof SealError) return [text('cli.other_secret')];
  if (error instanceof SigningError) return [signingWords(error)];
  if (error instanceof AgeError) return [text(AGE_WORDS[error.fault])];
  if (error instanceof UnitKeyError) return [text(`unit.key_${error.fault}`)];
  if (error instanceof EpochError) return [text('dossier.epoch_wrong', { file: error.file })];
  if (isAway(error)) return [text('cli.database_away')];
  const { kind, code } = describeError(error);
  return [text('cli.unexpected', { kind: code === undefined ? kind : `${kind} ${code}` })];
}

const AGE_WORDS: Readonly<Record<AgeFault, MessageKey>> = {
  recipient: 'unit.not_a_recipient',
  identity: 'unit.not_an_identity',
  sealed: 'unit.not_opened',
};
