import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Deed } from '../../channels/simulator/deeds.ts';
import type { Language } from '../../domain/message.ts';
import type { I18n } from '../../i18n.ts';
import { languageOf, pageHeaders } from '../page.ts';
import { asset } from '../style.ts';
import { eventStream } from './events.ts';
import { ownPageOnly } from './guard.ts';
import { simulatorPage } from './page.ts';
import { holderOf, type Persona, playersOf } from './personas.ts';
import { type Phones, STATUS } from './phones.ts';
import { samplePhoto } from './sample.ts';
import { uploadRoutes } from './uploads.ts';
import { type ActBody, actSchema } from './wire.ts';
import { sayIn } from './words.ts';

export interface SimulatorOptions {
  readonly phones: Phones;
  /** People to play; the first few are offered. */
  readonly personas: readonly Persona[];
  readonly i18n: I18n;
}

/** A text of 4,096 characters that JSON escapes, with room to spare. */
const LARGEST_ACT = 32 * 1024;

const watchQuery = z.object({ buttons: z.uuid(), numbers: z.uuid() });

/** The simulator: its page, its stream of events, what a person does, and the files of both sides. For this machine only. */
export function simulatorRoutes({ phones, personas, i18n }: SimulatorOptions): Hono {
  const players = playersOf(personas);
  const app = new Hono().use('/simulator/*', ownPageOnly, pageHeaders).use('/simulator', ownPageOnly, pageHeaders);

  app.get('/simulator', (c) => {
    c.header('cache-control', 'no-store');
    return c.html(simulatorPage({ language: languageOf(c.req.query('bahasa')), players, i18n }));
  });

  app.get('/simulator/events', (c) => {
    const asked = watchQuery.safeParse(c.req.query());
    const buttons = asked.data && phones.buttons.handset(asked.data.buttons);
    const numbers = asked.data && phones.numbers.handset(asked.data.numbers);
    return buttons && numbers ? eventStream(c, { buttons, numbers }) : c.body(null, 400);
  });

  app.post('/simulator/acts', bodyLimit({ maxSize: LARGEST_ACT, onError: (c) => c.body(null, 413) }), async (c) => {
    if (!c.req.header('content-type')?.startsWith('application/json')) return c.body(null, 415);
    const read = actSchema.safeParse(parse(await c.req.text()));
    if (!read.success) return c.body(null, 400);
    const { phone, handset, id, deed, persona, language } = read.data;
    const done = await deedOf(deed, language, i18n);
    return c.body(null, STATUS[phones[phone].take(handset, id, done, holderOf(players[persona], language))]);
  });

  app.route('/', uploadRoutes(phones, players));

  app.get('/simulator/files/:id', (c) => {
    const id = c.req.param('id');
    const file = phones.buttons.file(id) ?? phones.numbers.file(id);
    if (!file) return c.body(null, 404);
    c.header('content-type', file.type);
    c.header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(file.name.toWellFormed())}`);
    // What is erased from a phone must not live on in a browser's cache.
    c.header('cache-control', 'no-store');
    return c.body(new Uint8Array(file.bytes).buffer);
  });

  return app
    .get(
      '/simulator/island.js',
      asset(new URL('../../../dist/islands/simulator/island.js', import.meta.url), 'text/javascript; charset=utf-8'),
    )
    .get('/simulator/simulator.css', asset(new URL('simulator.css', import.meta.url), 'text/css; charset=utf-8'))
    .get('/simulator/phones.css', asset(new URL('phones.css', import.meta.url), 'text/css; charset=utf-8'))
    .get('/simulator/doodles.svg', asset(new URL('doodles.svg', import.meta.url), 'image/svg+xml'));
}

const deedOf = async (deed: ActBody['deed'], language: Language, i18n: I18n): Promise<Deed> =>
  deed.kind === 'sample'
    ? { kind: 'media', file: await samplePhoto(sayIn(i18n, language)('simulator.sample_name')) }
    : deed;

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
