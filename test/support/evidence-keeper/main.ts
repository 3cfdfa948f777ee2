/** A service of nothing but an examiner, busy with the largest picture. It says which process does the work. */
import { createExaminer } from '../../../src/evidence/examiner.ts';
import { createLog } from '../../../src/log.ts';
import { heavyPng } from '../../evidence/files.ts';

const examiner = createExaminer({ log: createLog('silent') });
await examiner.examine(Buffer.from('any'));
const heavy = await heavyPng();
for (let n = 0; n < 50; n += 1) {
  const looking = examiner.examine(heavy);
  console.log(`busy ${examiner.pid}`);
  await looking;
}
