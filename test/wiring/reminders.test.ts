/** How fast the settings let reminders go out. */
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { remindersOf } from '../../src/wiring/reminders.ts';

const { paceOf } = remindersOf(readConfig({ TELEGRAM_REMINDERS_PER_SECOND: '28', WHATSAPP_REMINDERS_PER_MINUTE: '8' }));

test('WhatsApp: by chance, looking a little oftener than eight times a minute', () => {
  const pace = paceOf('whatsapp');
  expect(pace).toMatchObject({ manner: 'by chance' });
  expect(pace.perSecond * 60).toBeCloseTo(8);
  expect(pace.tick).toEqual([3750, 9750]);
});

test('Telegram: evenly, with so little saved up that no second has more than Telegram takes', () => {
  const pace = paceOf('telegram');
  expect(pace).toMatchObject({ manner: 'evenly' });
  // At least 96 % of what the setting allows, and room for what comes late.
  expect(pace.perSecond / 28).toBeCloseTo(0.98);
  expect(pace.perSecond + pace.burst).toBeLessThanOrEqual(30);
  expect(paceOf('simulator-buttons')).toEqual(pace);
});
