import { expect, onTestFinished, test } from 'vitest';
import { repeat } from '../../src/jobs/repeat.ts';
import { createLog } from '../../src/log.ts';

/** Fails with this code; does not fail. */
type Round = string | undefined;

/** Rounds of a job, one after the other, and what the log has of them: which code, or `other`. */
async function told(rounds: readonly Round[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line).err.code) });
  const { promise: all, resolve } = Promise.withResolvers<void>();
  let round = 0;
  const stop = repeat(
    'a job',
    0,
    async () => {
      const code = rounds[round];
      round += 1;
      if (round > rounds.length) return resolve();
      if (code !== undefined) throw Object.assign(new Error(`round ${round}`), { code });
    },
    log,
  );
  onTestFinished(stop);
  await all;
  return lines;
}

test('what goes on failing in the same way is told once', async () => {
  expect(await told(['A', 'A', 'A'])).toEqual(['A']);
});

test('what fails differently, or again after it worked, is told', async () => {
  expect(await told(['A', 'B', 'B', 'A', undefined, 'A', 'A'])).toEqual(['A', 'B', 'A', 'A']);
});
