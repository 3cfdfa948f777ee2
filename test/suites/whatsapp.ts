import { PATIENT, suite } from './suite.ts';

/** WhatsApp: the bot with real Baileys against a loopback server that speaks WhatsApp's protocol. */
export default suite({ ...PATIENT, include: ['test/**/*.whatsapp.test.ts'] });
