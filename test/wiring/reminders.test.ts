/** How fast the settings let reminders go out. */
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { remindersOf } from '../../src/wiring/reminders.ts';

const { paceOf } = remindersOf(readConfig({ TELEGRAM_REMINDERS_PER_SECOND: '28', WHATSAPP_REMINDERS_PER_MINUTE: '8' }));

test('WhatsApp: one at a time, by chance, eight a minute in the middle', () => {
  const pace = paceOf('whatsapp');
  expect(pace).toMatchObject({ burst: 1, manner: 'by chance' });
  expect(pace.perSecond * 60).toBeCloseTo(8);
  const [least, most] = pace.tick;
  expect([least, most]).toEqual([3750, 11_250]);
  // Never more than one may be saved up within the longest wait, so no two ever go together.
  expect((least + most) / 2).toBeCloseTo(1000 / pace.perSecond);
});

test('Telegram: evenly, with so little saved up that no second has more than Telegram takes', () => {
  const pace = paceOf('telegram');
  expect(pace).toMatchObject({ perSecond: 28, manner: 'evenly' });
  expect(pace.perSecond + pace.burst).toBeLessThanOrEqual(30);
  expect(paceOf('simulator-buttons')).toEqual(pace);
});
