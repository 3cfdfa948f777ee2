import { text } from '../../domain/message.ts';
import type { Db } from '../../storage/db.ts';
import { findOffice } from '../../storage/offices.ts';
import { Refusal } from './errors.ts';

/**
 * The id of the office named by `--opd`; `undefined` when none was named.
 *
 * @throws Refusal when the roster has no such office
 */
export async function readOffice(db: Db, name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined;
  const id = await findOffice(db, name);
  if (id === undefined) throw new Refusal(text('cli.office_unknown', { office: name }));
  return id;
}
