import { PATIENT, suite } from './suite.ts';

/** WhatsApp: the bot with real Baileys against a loopback server that speaks WhatsApp's protocol. */
export default suite({
  ...PATIENT,
  // Most files are content with the embedded database; processes of the bot share one of PostgreSQL.
  globalSetup: ['test/support/database-setup.ts', 'test/support/template-setup.ts'],
  include: ['test/**/*.whatsapp.test.ts'],
});
