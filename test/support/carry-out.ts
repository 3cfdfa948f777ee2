import type { PrismaClient } from '../../src/storage/db.ts';
import type { TurnChange } from '../../src/storage/turns.ts';

/** Carries out a change as if the turns of these chats had been written. */
export async function carryOut(db: PrismaClient, change: TurnChange, chats: readonly string[]): Promise<void> {
  await db.$executeRaw`WITH written AS (SELECT unnest(${[...chats]}::text[]) AS chat) ${change}`;
}
