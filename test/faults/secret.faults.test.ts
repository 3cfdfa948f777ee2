/**
 * The root secret is replaced while people are in the middle of pledges and reports: the bot is stopped, the operator's command
 * is given, the bot is started with the new one. Nobody notices.
 */
import { expect, test } from 'vitest';
import { openKeys } from '../../src/storage/root.ts';
import { Child } from '../support/child.ts';
import { eventually, type Settings, UNSET } from './bot.ts';
import { expectAllFiled, expectErased, reportRig } from './report-rig.ts';
import { allDone, type Rig } from './rig.ts';
import { outcomes, pgliteStore, postgresStore, SECRET, type Store } from './store.ts';

const NEXT = 'the root secret that comes after it, and of nothing else';
const BOTH = { IKRAR_SECRET: NEXT, IKRAR_SECRET_PREVIOUS: SECRET };
const REPORTERS = 6;
const RETURNING = 2;
const PLEDGING = 6;

/** A command of the operator. */
const command = (store: Store, settings: Settings, name: string, ...args: readonly string[]): Child =>
  new Child(`src/cli/${name}.ts`, [...args, '--lang', 'en'], { ...UNSET, ...store.settings, ...settings });

/** What it ended with, and said. */
async function ran(store: Store, settings: Settings, name: string, ...args: readonly string[]) {
  const child = command(store, settings, name, ...args);
  const { code } = await child.ended;
  return { code, said: child.lines.join('\n'), complained: child.errors };
}

/** People have begun, some are done, and a report waits to be taken in; then the bot is stopped. */
async function halfWay(house: Rig, while_: () => Promise<void>): Promise<void> {
  const { store, crowd } = house;
  const bot = await house.bot();
  await bot.startUp();
  crowd.begin();
  const waits = () => store.look(({ db }) => db.intake.count());
  await eventually(async () => ((await waits()) > 0 ? true : undefined), 'the first report that is filed');
  expect(crowd.progress.finished).toBeLessThan(crowd.size);
  await while_();
  await bot.end('SIGTERM');
  // What it said last it remembered by itself.
  crowd.mourn();
}

test.each([
  ['PGlite', pgliteStore],
  ['PostgreSQL', postgresStore],
] as const)('on %s', async (_, openStore) => {
  const house = await reportRig(openStore, REPORTERS, 7, RETURNING, PLEDGING);
  const { store, crowd } = house;
  const rotate = () => ran(store, BOTH, 'secret', 'rotate');
  await halfWay(house, async () => {
    expect(await rotate()).toMatchObject({ code: 1, complained: expect.stringContaining('is at work') });
  });
  expect(await rotate()).toMatchObject({ code: 0, said: expect.stringMatching(/rows were written anew.*: 2 files/s) });
  // Once more, as after an interruption: what is done is left.
  expect(await rotate()).toMatchObject({ code: 0, said: expect.stringMatching(/new secret already.*: 0 files/s) });
  const refused = await house.bot();
  expect(await refused.start().ended).toMatchObject({ code: 1 });
  expect(refused.output).toContain('IKRAR_SECRET');

  const after = await house.bot(() => ({ IKRAR_SECRET: NEXT }));
  after.start();
  await crowd.finish();
  await allDone(house);
  expect(await ran(store, { IKRAR_SECRET: NEXT }, 'report', 'sweep', '--now')).toMatchObject({ code: 0 });
  await after.end('SIGTERM');
  await expectAllFiled(house);
  await expectErased(house);
  const keys = await store.look(({ db }) => openKeys(db, NEXT));
  expect(keys.former).toHaveLength(1);
  const found = await outcomes(store, crowd.guests, keys);
  expect([...found.values()].map(({ pledges }) => pledges)).toEqual(Array(PLEDGING).fill(['valid contact verified']));
});

/** Any number that nobody else locks. */
const GATE = 4_924_728;

/** Lets a rotation stand still at the units, when the chats are done, while something is done. */
async function inTheMiddle<T>(store: Store, during: (rotating: Child) => Promise<T>): Promise<[T, Child]> {
  const result = await store.look(({ db }) =>
    db.$transaction(
      async (tx): Promise<[T, Child]> => {
        await tx.$executeRaw`SELECT FROM (SELECT pg_advisory_xact_lock(${GATE}::bigint)) AS held`;
        const rotating = command(store, BOTH, 'secret', 'rotate');
        await waiting(store, 'advisory');
        return [await during(rotating), rotating];
      },
      { timeout: 120_000 },
    ),
  );
  return result;
}

/** Resolves when somebody waits for such a lock. */
const waiting = (store: Store, lock: 'advisory' | 'relation'): Promise<true> =>
  eventually(async () => {
    const found = await store.look(
      ({ db }) => db.$queryRaw<unknown[]>`
        SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = ${lock}`,
    );
    return found.length > 0 ? true : undefined;
  }, `somebody who waits: ${lock}`);

test('killed in the middle of it nothing has changed; a bot that starts meanwhile gets the root that it ends with', async () => {
  const house = await reportRig(postgresStore, REPORTERS, 7, 0, PLEDGING);
  const { store, crowd } = house;
  await halfWay(house, async () => undefined);
  await store.look(async ({ db }) => {
    await db.$executeRawUnsafe(`CREATE FUNCTION stands() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_advisory_xact_lock(${GATE}); RETURN NEW; END'`);
    await db.$executeRaw`CREATE TRIGGER stands BEFORE UPDATE ON unit FOR EACH ROW EXECUTE FUNCTION stands()`;
  });
  const former = await house.bot();
  const starts = async (): Promise<Child> => {
    const child = former.start();
    await waiting(store, 'relation');
    return child;
  };
  const [letIn] = await inTheMiddle(store, async (rotating) => {
    const child = await starts();
    rotating.process.kill('SIGKILL');
    await rotating.ended;
    return child;
  });
  // Once PostgreSQL notices that the command is gone.
  await letIn.says('Halaman');
  await former.end('SIGTERM');
  crowd.mourn();

  const [refused, rotating] = await inTheMiddle(store, starts);
  expect(await rotating.ended).toMatchObject({ code: 0 });
  expect(await refused.ended).toMatchObject({ code: 1 });
  expect(refused.errors).toContain('IKRAR_SECRET');
  (await house.bot(() => ({ IKRAR_SECRET: NEXT }))).start();
  await crowd.finish();
});
