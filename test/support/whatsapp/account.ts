/** The bot's number: the phone it is linked to, and the device it is there. */
import { ProtocolAddress } from 'libsignal';
import type { BotKeys } from './bot-keys.ts';
import { type Bundle, SignalDevice } from './device.ts';

export class Account {
  readonly pn = '6281100000001';
  readonly lid = '111111111111111';
  readonly phone = new SignalDevice();
  keys: BotKeys | undefined;
  /** A device is linked. */
  paired = false;
  private device = 6;

  /** `number:device@s.whatsapp.net` */
  get jid(): string {
    return `${this.pn}:${this.device}@s.whatsapp.net`;
  }

  get lidJid(): string {
    return `${this.lid}:${this.device}@lid`;
  }

  /** Where people's devices keep their session with the bot. */
  get address(): ProtocolAddress {
    return new ProtocolAddress(this.pn, this.device);
  }

  /** A device that is linked anew has a number of its own, and nobody has keys of it yet. */
  nextDevice(): void {
    this.device += 1;
    this.keys = undefined;
  }

  /** Whether a login (`username`, `device` of the payload) is of the device that is linked. */
  knows(username: string, device: number | null | undefined): boolean {
    return this.paired && username === this.pn && (device ?? 0) === this.device;
  }

  isOwn(user: string): boolean {
    return user === this.pn || user === this.lid;
  }

  takeBundle(): Bundle | undefined {
    return this.keys?.take();
  }
}
