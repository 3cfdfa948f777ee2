import { cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/storage/db.ts';
import { LockedError } from '../../src/storage/lock.ts';
import { Child } from '../support/child.ts';

// Processes that make a database take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let made: string;
let dataDir: string;
let servers: Child[] = [];

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'ikrar-'));
  await (await openDatabase({ dataDir: made })).close();
});
afterAll(() => rm(made, { recursive: true }));
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ikrar-'));
  await cp(made, dataDir, { recursive: true });
});
afterEach(async () => {
  for (const server of servers) server.process.kill('SIGKILL');
  await Promise.all(servers.map((server) => server.ended));
  servers = [];
  await rm(dataDir, { recursive: true });
});

async function startServer(): Promise<Child> {
  const server = new Child('test/support/folder-server/main.ts', [dataDir]);
  servers.push(server);
  await server.says('ready');
  return server;
}

async function stopServer(server: Child): Promise<number> {
  server.tell('stop');
  const said = await server.says('committed');
  expect(await server.ended).toMatchObject({ code: 0 });
  return Number(said.split(' ')[1]);
}

test('a command reads and writes beside a running server, and both keep all they wrote', async () => {
  const server = await startServer();
  const command = await openDatabase({ dataDir, role: 'command' });
  for (let n = 0; n < 20; n += 1) {
    await command.db.$transaction(async (tx) => {
      await tx.lease.create({ data: { name: `command-${n}`, holder: 'x', until: new Date(0) } });
      // A pair of the server's is never seen half: its transactions do not run inside this one.
      const left = await tx.office.count({ where: { id: { startsWith: 'left-' } } });
      const right = await tx.office.count({ where: { id: { startsWith: 'right-' } } });
      expect(left).toBe(right);
    });
  }
  await command.close();
  const committed = await stopServer(server);

  const after = await openDatabase({ dataDir, role: 'command' });
  expect(await after.db.lease.count()).toBe(20);
  expect(await after.db.office.count()).toBe(2 * committed);
  await after.close();
});

test("a command's rollback, or its end in the middle of a transaction, takes nothing of the server's along", async () => {
  const server = await startServer();
  const command = await openDatabase({ dataDir, role: 'command' });
  for (let n = 0; n < 10; n += 1) {
    const failing = command.db.$transaction(async (tx) => {
      await tx.lease.create({ data: { name: `undone-${n}`, holder: 'x', until: new Date(0) } });
      await tx.$executeRaw`SELECT nonsense`;
    });
    await expect(failing).rejects.toThrow();
  }
  await command.close();
  const killed = new Child('test/support/folder-client/main.ts', [dataDir]);
  await killed.says('inside');
  killed.process.kill('SIGKILL');
  await killed.ended;

  const committed = await stopServer(server);
  const after = await openDatabase({ dataDir, role: 'command' });
  expect(await after.db.lease.count()).toBe(0);
  expect(await after.db.office.count()).toBe(2 * committed);
  await after.close();
});

test('two commands at a time wait for each other', async () => {
  const server = await startServer();
  const commands = await Promise.all([1, 2, 3].map(() => openDatabase({ dataDir, role: 'command' })));
  await Promise.all(
    commands.map(({ db }, who) =>
      Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          db.$transaction(async (tx) => {
            await tx.lease.create({ data: { name: `${who}-${n}`, holder: 'x', until: new Date(0) } });
            await tx.lease.update({ where: { name: `${who}-${n}` }, data: { note: 'seen' } });
          }),
        ),
      ),
    ),
  );
  const [first] = commands;
  expect(await first?.db.lease.count({ where: { note: 'seen' } })).toBe(30);
  await Promise.all(commands.map((command) => command.close()));
  await stopServer(server);
});

test('a second server is refused, by the pid of the first, and harms nothing', async () => {
  const server = await startServer();
  const second = openDatabase({ dataDir, role: 'server' });
  await expect(second).rejects.toThrow(LockedError);
  await expect(second).rejects.toThrow(String(server.process.pid));
  expect(await stopServer(server)).toBeGreaterThan(0);
});

test('a server that was killed leaves nothing in the way, and all it committed', async () => {
  const first = await startServer();
  await first.says('wrote 30');
  first.process.kill('SIGKILL');
  await first.ended;
  const acknowledged = first.lines.filter((line) => line.startsWith('wrote')).length;
  const second = await openDatabase({ dataDir, role: 'server' });
  const left = await second.db.office.count({ where: { id: { startsWith: 'left-' } } });
  expect(left).toBeGreaterThanOrEqual(acknowledged);
  expect(await second.db.office.count()).toBe(2 * left);
  await second.close();
});

test('the socket and the folder are closed to other users', async () => {
  const server = await startServer();
  const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
  expect(await mode(join(dataDir, '.s.PGSQL.5432'))).toBe(0o600);
  expect(await mode(join(dataDir, 'owner'))).toBe(0o600);
  expect(await mode(join(dataDir, 'pglite'))).toBe(0o700);
  await stopServer(server);
});

test('a folder whose first start was interrupted is put aside', async () => {
  await rm(join(dataDir, 'pglite'), { recursive: true });
  await mkdir(join(dataDir, 'pglite'));
  await writeFile(join(dataDir, 'pglite', 'PG_VERSION'), '18\n');
  const { db, close } = await openDatabase({ dataDir });
  expect(await db.office.count()).toBe(0);
  await close();
  expect((await readdir(dataDir)).filter((name) => name.startsWith('pglite.interrupted-'))).toHaveLength(1);
});

test('beside a server the folder is found also when it is named from where one stands, as the default is', async () => {
  await startServer();
  const command = await openDatabase({ dataDir: relative(process.cwd(), dataDir), role: 'command' });
  expect(await command.db.person.count()).toBe(0);
  await command.close();
});
