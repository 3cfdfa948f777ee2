import { text } from '../domain/message.ts';
import { nipDigits } from '../domain/nip.ts';
import { findReceiptCode } from '../domain/receipt.ts';
import type { Command } from '../engine/flow.ts';
import { mailboxFlow } from './mailbox/index.ts';
import { ownPledge } from './own-pledge.ts';
import { reminderEffect } from './reminders.ts';

/** What works wherever one is. The plain words stand in `locales/<language>/command.json`. */
export const COMMANDS: readonly Command[] = [
  {
    slash: ['mulai', 'start', 'menu'],
    words: 'command.menu_words',
    about: 'command.menu_about',
    does: { kind: 'go', flow: 'menu' },
  },
  {
    slash: ['ikrar'],
    words: 'command.pledge_words',
    about: 'command.pledge_about',
    // Many send what will be asked for at once.
    does: { kind: 'go', flow: 'pledge', begins: (typed) => nipDigits(typed) !== undefined },
  },
  {
    slash: ['lapor'],
    words: 'command.report_words',
    about: 'command.report_about',
    does: { kind: 'go', flow: 'report' },
  },
  {
    slash: ['status'],
    words: 'command.status_words',
    about: 'command.status_about',
    // «STATUS K7QM-2XPD-9RTN-4HVE», as the receipt says.
    // It goes to the report at once: nobody who asks about one wants to hear of a pledge.
    does: { kind: 'go', flow: 'status', takes: (rest) => (findReceiptCode(rest) ? mailboxFlow.id : undefined) },
  },
  {
    slash: ['baca'],
    words: 'command.read_words',
    about: 'command.read_about',
    does: { kind: 'tell', tells: ownPledge },
  },
  {
    slash: ['pengingat'],
    words: 'command.reminders_words',
    about: 'command.reminders_about',
    does: { kind: 'go', flow: 'reminders' },
  },
  {
    slash: ['bahasa'],
    words: 'command.language_words',
    about: 'command.language_about',
    does: { kind: 'go', flow: 'language' },
  },
  {
    slash: ['bantuan', 'help'],
    words: 'command.help_words',
    about: 'command.help_about',
    does: { kind: 'tell', tells: () => ({ says: [text('menu.help_text')] }) },
  },
  { slash: ['kembali'], words: 'command.back_words', about: 'command.back_about', does: { kind: 'back' } },
  { slash: ['batal'], words: 'command.cancel_words', about: 'command.cancel_about', does: { kind: 'cancel' } },
  {
    slash: ['berhenti', 'stop'],
    words: 'command.stop_words',
    about: 'command.stop_about',
    does: {
      kind: 'tell',
      tells: (session) => ({
        says: [text('settings.reminders_set_off')],
        effects: [reminderEffect(session, false)],
      }),
    },
  },
];
