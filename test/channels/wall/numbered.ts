import type { MessageKey } from '../../../src/domain/message.ts';
import { label } from '../../support/crowd/words.ts';

/** The number of a choice where there are no buttons, as it stands in the last message that has it. */
export function numberOf(what: MessageKey, seen: readonly string[]): string {
  const line = new RegExp(`^\\W*(\\d+)\\W+${label(what)}\\W*$`, 'm');
  const number = line.exec(seen.findLast((text) => line.test(text)) ?? '')?.[1];
  if (number === undefined) throw new Error(`${what} cannot be chosen`);
  return number;
}
