/** What the operator reads in the terminal: what runs and where, what is missing, and why it does not start. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from './config.ts';
import { type Text, text } from './domain/message.ts';
import { describeError } from './log.ts';
import { EpochError, EpochFolderError } from './secrecy/epoch.ts';
import { SealError } from './secrecy/seal.ts';
import { SigningError, signingWords } from './secrecy/signing-error.ts';
import { isAway } from './storage/away.ts';
import { LockedError } from './storage/lock.ts';
import { MigrationError } from './storage/migrate.ts';
import { PathTooLongError } from './storage/socket.ts';
import { trialUnitKey } from './storage/trial-unit.ts';

type Say = (message: Text) => string;

/** The lines of a service that has started. */
export function startLines(config: Config, url: string, telegram: boolean, say: Say): readonly string[] {
  const embedded = config.DATABASE_URL === undefined;
  const unitKey = trialUnitKey(config.DATA_DIR);
  const missing = config.mode === 'production' ? [] : missingForProduction(config);
  return [
    text(config.mode === 'trial' ? 'start.trial' : 'start.production'),
    text('start.page', { url: `${url}/` }),
    ...(config.simulator ? [text('start.simulator', { url: `${url}/simulator` })] : []),
    telegram ? text('start.telegram_on', { mode: config.TELEGRAM_MODE }) : text('start.telegram_off'),
    whatsappLine(config),
    embedded ? text('start.database_embedded', { folder: config.DATA_DIR }) : text('start.database_postgres'),
    ...(config.IKRAR_SECRET ? [] : [text('start.secret_trial', { file: join(config.DATA_DIR, 'secret') })]),
    ...(embedded && existsSync(unitKey) ? [text('start.unit_key', { file: unitKey })] : []),
    ...(missing.length > 0 ? [text('start.missing', { settings: missing.join(', ') })] : []),
  ].map(say);
}

function whatsappLine({ WHATSAPP: on, WHATSAPP_WS_URL: server }: Config): Text {
  if (!on) return text('start.whatsapp_off');
  return server && 'fault' in server
    ? text('start.whatsapp_refused', { fault: server.fault })
    : text('start.whatsapp_on');
}

const missingForProduction = (config: Config): readonly string[] => [
  ...(config.IKRAR_SECRET ? [] : ['IKRAR_SECRET']),
  ...(config.DATABASE_URL ? [] : ['DATABASE_URL']),
  ...(config.PUBLIC_URL?.startsWith('https://') ? [] : ['PUBLIC_URL']),
  ...(config.TELEGRAM_BOT_TOKEN ? [] : ['TELEGRAM_BOT_TOKEN']),
  'NODE_ENV=production',
];

/** Why the service does not start, for a person. Never a stack trace, never a value of a setting. */
export function failureLines(error: unknown, port: number, say: Say): readonly string[] {
  if (error instanceof ConfigError) return [say(text('start.config_faults')), ...error.faults.map((one) => `  ${one}`)];
  if (error instanceof LockedError)
    return [say(text('start.locked', { pid: error.owner ? String(error.owner.pid) : '?' }))];
  if (error instanceof SigningError) return [say(signingWords(error))];
  if (error instanceof EpochFolderError) return [say(text('start.epoch_folder', { code: error.code }))];
  if (error instanceof EpochError) return [say(text('dossier.epoch_wrong', { file: error.file }))];
  if (error instanceof SealError) return [say(text('cli.other_secret'))];
  if (error instanceof MigrationError)
    return [say(text(`cli.migration_${error.fault}`, { migration: error.migration }))];
  if (error instanceof PathTooLongError) return [say(text('cli.path_too_long'))];
  const { kind, code } = describeError(error);
  const reason = [kind, code].filter((part) => part !== undefined).join(' ');
  if (isAway(error)) return [say(text('start.database_away', { reason }))];
  if (error instanceof Error && 'syscall' in error && error.syscall === 'listen') {
    return [
      say(
        code === 'EADDRINUSE'
          ? text('start.port_taken', { port: String(port) })
          : text('start.port_refused', { port: String(port), code: code ?? '' }),
      ),
    ];
  }
  return [say(text('start.failed', { reason }))];
}
