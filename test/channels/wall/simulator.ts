/** The simulator of a running bot, as its page meets it: who may be played, and phones to play them with. */
import { expect } from 'vitest';
import type { Style } from '../../../src/channels/simulator/simulator.ts';
import { SimulatorPhone } from './simulator-phone.ts';

/** Somebody whom the page offers to play. */
export interface Persona {
  readonly n: number;
  readonly name: string;
  readonly nip: string;
  /** With the country in front. */
  readonly number: string;
}

export class Simulator {
  private readonly at: URL;
  private readonly personas: readonly Persona[];
  private readonly phones: SimulatorPhone[] = [];

  private constructor(at: URL, personas: readonly Persona[]) {
    this.at = at;
    this.personas = personas;
  }

  /** @param address where the bot listens */
  static async open(address: string): Promise<Simulator> {
    const at = new URL('/simulator', address);
    const page = await fetch(at);
    expect(page.status).toBe(200);
    const [, ...cards] = (await page.text()).split('class="persona"');
    return new Simulator(at, cards.map(personaOn));
  }

  persona(n: number): Persona {
    const persona = this.personas[n];
    if (!persona) throw new Error(`the page does not offer persona ${n}`);
    return persona;
  }

  /** A new one, in the hands of the nth persona. */
  async phone(style: Style, n: number): Promise<SimulatorPhone> {
    const phone = await SimulatorPhone.of(this.at, style, this.persona(n));
    this.phones.push(phone);
    return phone;
  }

  /** Nobody looks at the phones any more. */
  async close(): Promise<void> {
    await Promise.all(this.phones.map((phone) => phone.close()));
  }
}

function personaOn(card: string, n: number): Persona {
  const read = (pattern: RegExp): string => {
    const [, found] = pattern.exec(card) ?? [];
    if (found === undefined) throw new Error(`persona ${n} has no ${pattern}`);
    return found;
  };
  return { n, name: read(/data-name="([^"]+)"/), nip: read(/>(\d{18})</), number: read(/(\+62\d+)/) };
}
