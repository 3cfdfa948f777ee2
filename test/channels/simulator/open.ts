import { randomUUID } from 'node:crypto';
import type { Deed } from '../../../src/channels/simulator/deeds.ts';
import type { Bubble as Shown } from '../../../src/channels/simulator/handset.ts';
import { createSimulator, type Simulator, type Style } from '../../../src/channels/simulator/simulator.ts';
import type { EvidenceKind } from '../../../src/domain/evidence.ts';
import { text } from '../../../src/domain/message.ts';
import { createLog } from '../../../src/log.ts';
import type { Bubble, Harness, Person, Sending } from '../../support/contract.ts';
import { i18n } from '../../support/shell.ts';
import { phone } from '../../support/world.ts';
import { seenRuns } from '../seen.ts';

const attached = (kind: EvidenceKind, bytes: Uint8Array = new TextEncoder().encode(`isi ${kind}`)): Deed => ({
  kind: 'media',
  file: { name: `contoh ${kind}`, kind, bytes },
});

const DEEDS: Partial<Record<Sending, Deed>> = {
  'own contact': { kind: 'contact' },
  photo: attached('photo'),
  video: attached('video'),
  voice: attached('audio'),
  document: attached('document'),
  sticker: { kind: 'sticker' },
};

/** As the person sees it. */
const seen = ({ runs, buttons, file }: Shown): Bubble => ({
  ...seenRuns(runs),
  buttons: buttons.map((button) => button.label),
  ...(file ? { file: { name: file.name, size: file.size } } : {}),
});

function personOf(channel: Simulator, number: number): Person {
  const id = randomUUID();
  const own = phone(`+62812${String(number).padStart(8, '0')}`);
  const screen = () => channel.handset(id)?.since(0);
  const bubbles = () => screen()?.bubbles.filter((bubble) => bubble.from === 'bot') ?? [];
  const does = async (deed: Deed): Promise<void> => {
    const outcome = channel.take(id, randomUUID(), deed, { number: own, language: 'id' });
    if (outcome !== 'taken') throw new Error(outcome);
  };
  return {
    address: { channel: channel.name, id },
    phone: own,
    says: (text) => does({ kind: 'text', text }),
    taps: (label, data) => {
      const bubble = bubbles().findLast((one) => one.buttons.some((button) => button.label === label));
      const button = bubble?.buttons.find((one) => one.label === label);
      if (!bubble || !button) throw new Error(`no button «${label}»`);
      return does({ kind: 'tap', bubble: bubble.id, data: data ?? button.data });
    },
    sends: (what) => {
      const deed = DEEDS[what];
      if (!deed) throw new Error(`no phone here sends: ${what}`);
      return does(deed);
    },
    attaches: (kind, bytes) => does(attached(kind, bytes)),
    again: () => {
      throw new Error('nothing is delivered twice');
    },
    sees: async () => bubbles().map(seen),
    holds: async () =>
      screen()?.bubbles.map(({ from, runs }) => ({ from, text: runs.map((run) => run.text).join('') })) ?? [],
    keyboard: async () => screen()?.keys.map((key) => key.label) ?? [],
  };
}

/** A simulator of one style, with people who hold its phones. */
export const simulatorHarness = (style: Style): Harness => ({
  sendings: ['photo', 'video', 'voice', 'document', 'sticker', 'own contact'],
  attachments: ['photo', 'video', 'audio', 'document'],
  failures: [],
  repeats: false,
  open: async () => {
    const channel = createSimulator(
      style,
      { numbersHint: (language) => i18n.plain(language, text('engine.numbers_hint')) },
      createLog('silent'),
    );
    const people: Person[] = [];
    return {
      channel,
      person: async () => {
        const person = personOf(channel, people.length + 1);
        people.push(person);
        return person;
      },
      unacknowledged: async () => people.reduce((sum, person) => sum + channel.waiting(person.address.id), 0),
      fail: () => {
        throw new Error('memory does not fail');
      },
      close: async () => {},
    };
  },
});
