import { ONE_BY_ONE, suite } from './suite.ts';

/** WhatsApp: the bot with real Baileys against a loopback server that speaks WhatsApp's protocol. */
export default suite({ ...ONE_BY_ONE, include: ['test/**/*.whatsapp.test.ts'], testTimeout: 120_000 });
