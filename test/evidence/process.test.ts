import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assert, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type Examiner, ExaminerClosedError } from '../../src/evidence/examiner.ts';
import { residentSize } from '../../src/evidence/memory.ts';
import { Child } from '../support/child.ts';
import { EXIF, heavyPng, picture } from './files.ts';
import { ownExaminer } from './support.ts';

const MB = 1024 * 1024;
/** Elsewhere nobody can say what a process holds in memory. */
const testOnLinux = test.runIf(process.platform === 'linux');
let small: Buffer;
let heavy: Buffer;
beforeAll(async () => {
  [small, heavy] = await Promise.all([picture().jpeg().toBuffer(), heavyPng()]);
});

/** Looks into something, so that there is a process, and says which. */
async function started(examiner: Examiner): Promise<number> {
  expect(await examiner.examine(small)).toMatchObject({ ok: true });
  assert(examiner.pid !== undefined);
  return examiner.pid;
}

/** Resolves when the process has begun to decode something large. */
async function isBusy(pid: number): Promise<void> {
  const before = residentSize(pid);
  if (before === undefined) return;
  await expect.poll(() => residentSize(pid) ?? 0, { interval: 2 }).toBeGreaterThan(before + 20 * MB);
}

const isGone = (pid: number) => expect.poll(() => residentSize(pid)).toBeUndefined();

test('one that is killed in the middle fails that piece only', async () => {
  const examiner = ownExaminer();
  const pid = await started(examiner);
  const [struck, next] = [examiner.examine(heavy), examiner.examine(small)];
  await isBusy(pid);
  process.kill(pid, 'SIGKILL');
  expect(await struck).toEqual({ ok: false, fault: 'failed' });
  expect(await next).toMatchObject({ ok: true, piece: { cleaned: true } });
  expect(examiner.pid).not.toBe(pid);
});

test('one that dies while it waits is replaced', async () => {
  const examiner = ownExaminer();
  const pid = await started(examiner);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => examiner.pid).toBeUndefined();
  expect(await started(examiner)).not.toBe(pid);
});

test('one that does not answer is ended after its time', async () => {
  const examiner = ownExaminer({ patienceMs: 2_000 });
  const pid = await started(examiner);
  process.kill(pid, 'SIGSTOP');
  expect(await examiner.examine(small)).toEqual({ ok: false, fault: 'took_too_long' });
  await isGone(pid);
  expect(await started(examiner)).not.toBe(pid);
});

testOnLinux('one that takes more memory than it may is ended', async () => {
  const examiner = ownExaminer({ mostMemory: 150 * MB });
  const pid = await started(examiner);
  expect(await examiner.examine(heavy)).toEqual({ ok: false, fault: 'too_heavy' });
  await isGone(pid);
  expect(await started(examiner)).not.toBe(pid);
});

testOnLinux('memory stays flat over 200 pieces', async () => {
  const examiner = ownExaminer();
  const pid = await started(examiner);
  const photo = await picture(1200, 900).withExif(EXIF).jpeg().toBuffer();
  const sizes: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    expect(await examiner.examine(photo)).toMatchObject({ ok: true });
    sizes.push(residentSize(pid) ?? 0);
  }
  expect(examiner.pid).toBe(pid);
  expect(Math.max(...sizes)).toBeLessThan(300 * MB);
  expect(Math.max(...sizes.slice(-50)) - Math.max(...sizes.slice(0, 50))).toBeLessThan(32 * MB);
});

test('pieces that come at once are all answered, each with its own', async () => {
  const examiner = ownExaminer();
  const widths = [40, 80, 120, 160, 200];
  const sent = await Promise.all(widths.map((width) => picture(width, 30).png().toBuffer()));
  const results = await Promise.all(
    [...sent, Buffer.alloc(0), Buffer.from('words')].map((one) => examiner.examine(one)),
  );
  const seen = results.map((result) => (result.ok ? result.piece.extension : result.fault));
  expect(seen).toEqual(['png', 'png', 'png', 'png', 'png', 'empty', 'bin']);
  const came = results.flatMap((result) => (result.ok && result.piece.cleaned ? [Buffer.from(result.bytes)] : []));
  // A PNG says its width at its seventeenth byte.
  expect(came.map((bytes) => bytes.readUInt32BE(16))).toEqual(widths);
});

test('who gives up hears so at once, and the next one is answered', async () => {
  const examiner = ownExaminer();
  const pid = await started(examiner);
  const [running, waiting] = [new AbortController(), new AbortController()];
  const first = examiner.examine(heavy, running.signal);
  const second = examiner.examine(heavy, waiting.signal);
  const third = examiner.examine(small);
  await isBusy(pid);
  waiting.abort(new Error('changed their mind'));
  await expect(second).rejects.toThrow('changed their mind');
  running.abort(new Error('gone home'));
  await expect(first).rejects.toThrow('gone home');
  expect(await third).toMatchObject({ ok: true });
  await expect(examiner.examine(small, AbortSignal.abort())).rejects.toThrow();
});

test('closing gives up what is under way, and nothing is left running', async () => {
  const examiner = ownExaminer();
  const pid = await started(examiner);
  const givenUp = [examiner.examine(heavy), examiner.examine(small)].map((one) =>
    expect(one).rejects.toBeInstanceOf(ExaminerClosedError),
  );
  await isBusy(pid);
  await examiner.close();
  await Promise.all(givenUp);
  expect(residentSize(pid)).toBeUndefined();
  await expect(examiner.examine(small)).rejects.toBeInstanceOf(ExaminerClosedError);

  const hasty = ownExaminer();
  const refused = expect(hasty.examine(small)).rejects.toBeInstanceOf(ExaminerClosedError);
  await hasty.close();
  await refused;
  expect(hasty.pid).toBeUndefined();
});

test('without work it is ended, and comes again', async () => {
  const examiner = ownExaminer({ idleMs: 0 });
  const pid = await started(examiner);
  await isGone(pid);
  expect(await started(examiner)).not.toBe(pid);
});

test('it ends with its parent, also in the middle of a picture', async () => {
  const keeper = new Child('test/support/evidence-keeper/main.ts');
  const pid = Number((await keeper.says('busy ')).slice('busy '.length));
  await isBusy(pid);
  keeper.process.kill('SIGKILL');
  await keeper.ended;
  await isGone(pid);
});

test('it ends when its parent is another than the one it was started for, whatever it still hears', async () => {
  const main = fileURLToPath(new URL('../../src/evidence/cleaner/main.ts', import.meta.url));
  const orphan = spawn(process.execPath, [main, '1'], { stdio: ['pipe', 'ignore', 'ignore'] });
  expect(await once(orphan, 'exit')).toEqual([null, 'SIGKILL']);
});

testOnLinux('it knows none of our settings', async () => {
  vi.stubEnv('IKRAR_SECRET', 'a secret that nobody may know, 32 characters');
  onTestFinished(() => void vi.unstubAllEnvs());
  const pid = await started(ownExaminer());
  const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').filter(Boolean);
  expect(
    environment.map((line) => line.split('=')[0]).filter((name) => /IKRAR|DATABASE|TOKEN|HOME|PATH/.test(name ?? '')),
  ).toEqual([]);
});
