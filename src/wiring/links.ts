/** The links that begin a pledge, as far as the names that stand in them are known. */
import type { TelegramChannel } from '../channels/telegram/telegram.ts';
import type { WhatsAppChannel } from '../channels/whatsapp/whatsapp.ts';

export async function linksOf(
  telegram: TelegramChannel | undefined,
  whatsapp: WhatsAppChannel | undefined,
): Promise<{ readonly telegram?: string; readonly whatsapp?: string }> {
  const [name, number] = [telegram?.username(), await whatsapp?.linkedNumber()];
  return {
    ...(name === undefined ? {} : { telegram: `https://t.me/${name}?start=ikrar` }),
    ...(number === undefined ? {} : { whatsapp: `https://wa.me/${number}?text=ikrar` }),
  };
}
