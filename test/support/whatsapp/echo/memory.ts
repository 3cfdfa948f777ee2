/** Baileys' own state, in memory: what it knows is gone with the process. */
import type { AuthenticationState, SignalDataTypeMap } from '@whiskeysockets/baileys';
import { initAuthCreds } from '@whiskeysockets/baileys';

type Kept = { [T in keyof SignalDataTypeMap]?: Map<string, SignalDataTypeMap[T]> };

export function memoryState(): AuthenticationState {
  const kept: Kept = {};
  return {
    creds: initAuthCreds(),
    keys: {
      get: async (type, ids) => {
        const known = kept[type];
        return Object.fromEntries(
          ids.flatMap((id) => {
            const value = known?.get(id);
            return value === undefined ? [] : [[id, value]];
          }),
        );
      },
      set: async (changes) => {
        for (const type of typesOf(changes)) put(kept, type, changes[type]);
      },
    },
  };
}

function put<T extends keyof SignalDataTypeMap>(
  kept: Kept,
  type: T,
  values: { [id: string]: SignalDataTypeMap[T] | null } | undefined,
): void {
  const known: Map<string, SignalDataTypeMap[T]> = kept[type] ?? new Map();
  const all: { [K in T]?: Map<string, SignalDataTypeMap[K]> } = kept;
  all[type] = known;
  for (const [id, value] of Object.entries(values ?? {})) {
    if (value === null) known.delete(id);
    else known.set(id, value);
  }
}

const TYPES: Readonly<Record<keyof SignalDataTypeMap, true>> = {
  'pre-key': true,
  session: true,
  'sender-key': true,
  'sender-key-memory': true,
  'app-state-sync-key': true,
  'app-state-sync-version': true,
  'lid-mapping': true,
  'device-list': true,
  tctoken: true,
  'identity-key': true,
};

const isType = (name: string): name is keyof SignalDataTypeMap => name in TYPES;
const typesOf = (changes: object): readonly (keyof SignalDataTypeMap)[] => Object.keys(changes).filter(isType);
