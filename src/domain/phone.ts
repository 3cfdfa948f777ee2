import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A phone number in E.164 form, `+6281234567890`. */
export type Phone = string & { readonly brand: 'Phone' };

/**
 * Reads a number as people and Excel write it: `0812-3456-7890`, `62812…`, `+62 812…`, `812…` (Excel drops the zero).
 * Without a country it is Indonesian. `undefined` when it cannot be a number.
 */
export function parsePhone(text: string): Phone | undefined {
  const trimmed = text.trim();
  const candidate = /^62\d{8,}$/.test(trimmed.replace(/\D/g, '')) && !trimmed.startsWith('+') ? `+${trimmed}` : trimmed;
  const parsed = parsePhoneNumberFromString(candidate, 'ID');
  return parsed?.isPossible() ? (parsed.number as string as Phone) : undefined;
}
