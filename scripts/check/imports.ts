/** Imports go downwards only. The table is the house of CONTRIBUTING.md; a room that is not in it may not exist. */
import { dirname, join, normalize } from 'node:path';
import { filesOf } from './files.ts';

/** Rooms of our own, and packages, each room may import. `*`: anything. */
const MAY: Readonly<Record<string, { rooms: readonly string[]; packages: RegExp }>> = {
  domain: { rooms: [], packages: /^(temporal-polyfill|libphonenumber-js)(\/|$)/ },
  engine: { rooms: ['domain'], packages: /^$/ },
  flows: { rooms: ['domain', 'engine'], packages: /^temporal-polyfill$/ },
  secrecy: { rooms: ['domain'], packages: /^(node:|node-forge$|zod$|age-encryption$|@scure\/base$|@noble\/)/ },
  storage: { rooms: ['domain', 'engine', 'secrecy', 'log.ts'], packages: /./ },
  documents: { rooms: ['domain', 'engine', 'secrecy'], packages: /./ },
  evidence: { rooms: ['domain', 'log.ts'], packages: /^(node:|sharp$|file-type$|zod$)/ },
  channels: { rooms: ['domain', 'engine', 'log.ts'], packages: /^(?!@prisma|hono|@hono|i18next)/ },
  'i18n.ts': { rooms: ['domain', 'engine'], packages: /^(node:|i18next$)/ },
  'log.ts': { rooms: [], packages: /^pino$/ },
  'config.ts': { rooms: ['domain', 'secrecy'], packages: /^zod$/ },
  conversation: {
    rooms: ['domain', 'engine', 'flows', 'secrecy', 'storage', 'evidence', 'channels', 'i18n.ts', 'log.ts'],
    packages: /^(node:|zod$)/,
  },
  jobs: {
    rooms: [
      'domain',
      'engine',
      'flows',
      'secrecy',
      'storage',
      'documents',
      'evidence',
      'channels',
      'conversation',
      'i18n.ts',
      'log.ts',
    ],
    packages: /./,
  },
  web: {
    rooms: [
      'domain',
      'engine',
      'secrecy',
      'storage',
      'documents',
      'channels',
      'conversation',
      'i18n.ts',
      'log.ts',
      'config.ts',
    ],
    packages: /^(?!@prisma|grammy|i18next)/,
  },
  cli: {
    rooms: [
      'domain',
      'engine',
      'secrecy',
      'storage',
      'documents',
      'channels',
      'conversation',
      'wiring',
      'i18n.ts',
      'log.ts',
      'config.ts',
    ],
    packages: /./,
  },
  'lifecycle.ts': { rooms: ['log.ts'], packages: /^$/ },
  'terminal.ts': { rooms: ['domain', 'secrecy', 'storage', 'config.ts', 'log.ts'], packages: /^node:/ },
  // The composition root, and what it puts together from several rooms.
  wiring: { rooms: ['*'], packages: /./ },
  'main.ts': { rooms: ['*'], packages: /./ },
};

const IMPORT = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gmu;

/** One line for each import that goes where it must not. */
export function importFaults(): readonly string[] {
  return filesOf('src/**/*.ts').flatMap(({ path, text }) => {
    const room = roomOf(path);
    const may = MAY[room];
    if (!may) return [`${path}: «${room}» is no room of the house`];
    return [...text.matchAll(IMPORT)].flatMap((match) => {
      const target = match[1] ?? match[2] ?? match[3] ?? '';
      const fault = target.startsWith('.')
        ? localFault(path, room, may.rooms, normalize(join(dirname(path), target)))
        : may.packages.test(target)
          ? undefined
          : `must not import ${target}`;
      return fault === undefined ? [] : [`${path}: ${fault}`];
    });
  });
}

function localFault(path: string, room: string, rooms: readonly string[], target: string): string | undefined {
  if (!target.startsWith('src/')) return target.startsWith('locales/') ? undefined : `must not import ${target}`;
  const other = roomOf(target);
  if (room === 'channels' && other === 'channels') return channelFault(path, target);
  if (room === 'conversation' && other === 'channels' && target !== 'src/channels/channel.ts') {
    return 'knows channels by channel.ts only';
  }
  return other === room || rooms.includes('*') || rooms.includes(other)
    ? undefined
    : `«${room}» must not import «${other}» (${target})`;
}

/** A channel imports what all channels share, never another channel. */
function channelFault(path: string, target: string): string | undefined {
  const [own, others] = [path.split('/')[2], target.split('/')[2]];
  return others === own || others?.endsWith('.ts') ? undefined : `must not import another channel (${target})`;
}

const roomOf = (path: string): string => path.split('/')[1] ?? '';
