import type { Config } from '../../config.ts';
import { text } from '../../domain/message.ts';
import { Keys } from '../../secrecy/keys.ts';
import { SealError } from '../../secrecy/seal.ts';
import { SigningError } from '../../secrecy/signing-error.ts';
import { type LockedSigning, lockSigning } from '../../secrecy/signing-rotation.ts';
import type { Db } from '../../storage/db.ts';
import { openKeys } from '../../storage/root.ts';
import type { Passed } from '../../storage/rotation/pass.ts';
import { RotationError, rotateRoot, type Secrets } from '../../storage/rotation/rotate.ts';
import { readArgs } from '../shared/args.ts';
import type { Action, Archive } from '../shared/command.ts';
import { epochsOf } from '../shared/epochs.ts';
import { Refusal, UsageError } from '../shared/errors.ts';

/**
 * `rotate [--anyway]`: puts IKRAR_SECRET in the place of IKRAR_SECRET_PREVIOUS, in the database and then in the files of the signing
 * keys. What is done already is left, so that it can be called again after an interruption, and on each machine with such files.
 */
export const rotateAction: Action = {
  async run(args, { terminal, config, withArchive }) {
    const { values, positionals } = readArgs(args, { anyway: { type: 'boolean' } });
    if (positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const secrets = secretsOf(config);
    // Opened first: a file that neither secret opens must not be found out when the database is done.
    const files = await lockFiles(config, secrets);
    const rotated = await withArchive((archive) => rotate(archive, secrets, values.anyway === true));
    terminal.say(rotated ? text('secret.rotated', { count: rotated.rows }) : text('secret.rotated_before'));
    if (rotated && rotated.closed > 0) terminal.note(text('secret.closed', { count: rotated.closed }));
    terminal.say(text('secret.files', { count: await files.write(), folder: config.DATA_DIR }));
    terminal.note(text('secret.afterwards'));
    return 0;
  },
};

function secretsOf({ IKRAR_SECRET: next, IKRAR_SECRET_PREVIOUS: former }: Config): Secrets {
  if (next === undefined || former === undefined) throw new Refusal(text('secret.both'));
  if (next === former) throw new Refusal(text('secret.same'));
  return { next, former };
}

/** @returns `undefined` when the database was written with the next one already */
async function rotate(archive: Archive, secrets: Secrets, givesUp: boolean): Promise<Passed | undefined> {
  const { db, config, alone } = archive;
  // A command that came through a running service's socket.
  if (!alone && config.DATABASE_URL === undefined) throw new Refusal(text('secret.served'));
  const now = Date.now();
  const hours = (keys: Keys) => epochsOf({ config, keys }).kept(now);
  try {
    return await rotateRoot(db, secrets, { hours, now, alone, givesUp });
  } catch (error) {
    if (error instanceof RotationError) throw refusalOf(error);
    if (!(error instanceof SealError)) throw error;
    return afterwards(db, secrets);
  }
}

/** It is the next one's already, or of neither. */
async function afterwards(db: Db, { next }: Secrets): Promise<undefined> {
  await openKeys(db, next).catch((error: unknown) => {
    throw error instanceof SealError ? new Refusal(text('secret.neither')) : error;
  });
  return undefined;
}

function lockFiles({ DATA_DIR: folder }: Config, { former, next }: Secrets): Promise<LockedSigning> {
  return lockSigning(folder, new Keys(former), new Keys(next)).catch((error: unknown) => {
    const isClosed = error instanceof SigningError && error.fault === 'other_root';
    throw isClosed ? new Refusal(text('secret.neither_file', { file: error.file ?? '' })) : error;
  });
}

const refusalOf = ({ fault }: RotationError): Refusal =>
  new Refusal(fault.kind === 'hours' ? text('secret.hours', { count: fault.count }) : text(`secret.${fault.kind}`));
