import { type ActivationCode, parseActivationCode } from '../../src/domain/activation.ts';
import { BUDI, CODES, SARI } from '../support/world.ts';

function code(id: string): ActivationCode {
  const read = parseActivationCode(CODES[id] ?? '');
  if (!read) throw new Error('no code');
  return read;
}

/** The codes that the golden conversations know. */
export const CODE_OF = { sari: code(SARI.id), budi: code(BUDI.id) };
