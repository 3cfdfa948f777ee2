/** Draws certificates of made-up people as the service does: a process that is asked for so many of a form at a time. */
import { z } from 'zod';
import { createCertificates } from '../../../src/documents/certificates.ts';
import { i18n, inputOf, PUBLIC_URL, testSigning } from '../../documents/support.ts';

const question = z.object({ form: z.enum(['picture', 'pdf']), count: z.number() });

const certificates = createCertificates({ signing: await testSigning(), publicUrl: PUBLIC_URL, plain: i18n.plain });
let drawn = 0;

/** Each with an id of its own, so that none is the one before. */
async function draw({ form, count }: z.output<typeof question>): Promise<number> {
  for (let n = 0; n < count; n += 1) {
    drawn += 1;
    await certificates.make(inputOf(undefined, { id: `bench-${String(drawn).padStart(16, '0')}` }), form);
  }
  return drawn;
}

process.on('message', (message) => {
  void draw(question.parse(message)).then((done) => process.send?.(done));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: 0 });
