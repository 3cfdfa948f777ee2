import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { createCertificates } from '../../src/documents/certificates.ts';
import { qrCode } from '../../src/documents/qr.ts';
import type { CertificateInput } from '../../src/documents/sheet.ts';
import type { Signing } from '../../src/secrecy/signing.ts';
import { i18n, ikrar, inputOf, PUBLIC_URL, pakta, pendingInput, sheetOf, testSigning } from './support.ts';

const WIDTH = 1024;
const HEIGHT = 1280;

let signing: Signing;
beforeAll(async () => {
  signing = await testSigning();
});

async function draw(input: CertificateInput) {
  const { make } = createCertificates({ signing, publicUrl: PUBLIC_URL, plain: i18n.plain });
  const file = await make(input, 'picture');
  const { data, info } = await sharp(file.bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  return {
    file,
    info,
    dark: (x: number, y: number): boolean => (data[(y * info.width + x) * info.channels] ?? 255) < 128,
  };
}

test('the picture is a PNG that a chat shows as it is', async () => {
  const { file, info } = await draw(inputOf());
  expect(file).toMatchObject({ type: 'image/png', name: 'ikrar-netralitas-xJ3k_9Qm.png' });
  expect(info).toMatchObject({ width: WIDTH, height: HEIGHT });
  expect(file.bytes.length).toBeLessThan(200_000);
});

test('its QR is the link, in whole pixels', async () => {
  const input = inputOf([ikrar, pakta(20)]);
  const { dark } = await draw(input);
  const { size, runs } = qrCode(sheetOf(input, signing).link);
  // The upper left finder pattern: the first dark pixel of the right half that has a module's run of seven.
  const module = Math.floor(412 / size);
  const corner = findCorner(dark, module);
  const modules = new Set(runs.flatMap(({ x, y, length }) => Array.from({ length }, (_, n) => `${x + n} ${y}`)));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at = [corner.x + x * module + (module >> 1), corner.y + y * module + (module >> 1)] as const;
      expect(dark(...at), `${x} ${y}`).toBe(modules.has(`${x} ${y}`));
    }
  }
});

function findCorner(dark: (x: number, y: number) => boolean, module: number): { x: number; y: number } {
  for (let y = 640; y < HEIGHT - 200; y += 1) {
    for (let x = 480; x < WIDTH - 100; x += 1) {
      const edge = Array.from({ length: 7 * module }, (_, n) => n);
      if (edge.every((n) => dark(x + n, y) && dark(x, y + n)) && !dark(x + 7 * module, y)) return { x, y };
    }
  }
  throw new Error('no QR in the picture');
}

test.each([
  ['a short name', inputOf()],
  ['a pending pledge', pendingInput()],
  [
    'a name and an office without end',
    inputOf([ikrar, pakta(20)], {
      proof: 'sender',
      shown: { nip: '1986********2001', name: 'Contoh '.repeat(90), office: 'Kantor'.repeat(90) },
    }),
  ],
])('%s stays inside the frame and above the rule', async (_, input) => {
  const { dark } = await draw(input);
  // Just inside the frame on both sides, and above and below the rule, nothing is written.
  for (let y = 60; y < HEIGHT - 60; y += 1) {
    for (const x of [50, 54, WIDTH - 51, WIDTH - 55]) expect(dark(x, y), `${x} ${y}`).toBe(false);
  }
  for (const y of [658, 662, 666, ...Array.from({ length: 28 }, (_, n) => 672 + n)]) {
    for (let x = 60; x < WIDTH - 60; x += 1) expect(dark(x, y), `${x} ${y}`).toBe(false);
  }
});

test('two certificates at once, and letters never drawn before, make the same pictures as one by one', async () => {
  const odd = inputOf([ikrar], {
    shown: { nip: '1986********2001', name: 'Žofie Ångström «Ñusta»', office: 'Ølstykke' },
  });
  const [first, second] = await Promise.all([draw(odd), draw(odd)]);
  const third = await draw(odd);
  expect(Buffer.compare(Buffer.from(first.file.bytes), Buffer.from(third.file.bytes))).toBe(0);
  expect(Buffer.compare(Buffer.from(second.file.bytes), Buffer.from(third.file.bytes))).toBe(0);
});
