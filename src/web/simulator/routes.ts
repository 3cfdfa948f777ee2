import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Simulator, Style } from '../../channels/simulator/simulator.ts';
import type { I18n } from '../../i18n.ts';
import { languageOf, pageHeaders } from '../page.ts';
import { asset } from '../style.ts';
import { eventStream } from './events.ts';
import { ownPageOnly } from './guard.ts';
import { simulatorPage } from './page.ts';
import { holderOf, type Persona, playersOf } from './personas.ts';
import { actSchema } from './wire.ts';

export interface SimulatorOptions {
  readonly phones: Readonly<Record<Style, Simulator>>;
  /** People to play; the first few are offered. */
  readonly personas: readonly Persona[];
  readonly i18n: I18n;
}

/** A text of 4,096 characters that JSON escapes, with room to spare. */
const LARGEST_ACT = 32 * 1024;
const STATUS = { taken: 202, busy: 429, away: 503, 'no phone': 400 } as const;

const watchQuery = z.object({ buttons: z.uuid(), numbers: z.uuid() });

/** The simulator: its page, its stream of events, what a person does, and the files the bot sent. For this machine only. */
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
    return c.body(null, STATUS[phones[phone].take(handset, id, deed, holderOf(players[persona], language))]);
  });

  app.get('/simulator/files/:id', (c) => {
    const id = c.req.param('id');
    const file = phones.buttons.file(id) ?? phones.numbers.file(id);
    if (!file) return c.body(null, 404);
    c.header('content-type', file.type);
    c.header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(file.name)}`);
    c.header('cache-control', 'private, max-age=86400, immutable');
    return c.body(file.bytes.slice().buffer);
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

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
