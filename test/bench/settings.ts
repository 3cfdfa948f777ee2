/**
 * How much is played: the whole bench takes over half an hour, the quick one five minutes. A run has its 50 users at a time
 * only until the last 50 have begun, so it must be long beside that; and nobody plays twice on a database.
 */
export const FULL = {
  cost: { warmup: 800, dialogues: 400, rounds: 15 },
  early: { dialogues: 400 },
  certificates: { warmup: 200, dialogues: 400, rounds: 3 },
  drawing: { warmup: 200, count: 50, rounds: 7 },
  embedded: { warmup: 500, dialogues: 400, rounds: 7 },
  growth: { sessions: 1_000_000, warmup: 500, dialogues: 400, rounds: 7 },
  latency: { warmup: 500, seconds: 60 },
  rush: { count: 650, withinSeconds: 60 },
  roster: { rows: 10_000 },
  reports: { warmup: 200, plain: 400, withPhoto: 3000 },
  whatsapp: { people: 30, each: 6, rounds: 7, flood: 900 },
  takeover: { kills: 5, slowKills: 2, openingMs: 2000 },
  reminders: {
    recipients: 10_000,
    talkSeconds: 60,
    asIsSeconds: 3,
    asIsRounds: 5,
    planned: 100_000,
    rounds: 7,
    roundSeconds: 5,
  },
  laterStarts: 5,
};

export const QUICK: typeof FULL = {
  cost: { warmup: 300, dialogues: 200, rounds: 3 },
  early: { dialogues: 50 },
  certificates: { warmup: 50, dialogues: 50, rounds: 3 },
  drawing: { warmup: 50, count: 20, rounds: 3 },
  embedded: { warmup: 100, dialogues: 50, rounds: 3 },
  growth: { sessions: 100_000, warmup: 100, dialogues: 50, rounds: 3 },
  latency: { warmup: 100, seconds: 10 },
  rush: { count: 65, withinSeconds: 6 },
  roster: { rows: 10_000 },
  reports: { warmup: 40, plain: 40, withPhoto: 120 },
  whatsapp: { people: 10, each: 5, rounds: 3, flood: 200 },
  takeover: { kills: 2, slowKills: 1, openingMs: 2000 },
  reminders: {
    recipients: 400,
    talkSeconds: 20,
    asIsSeconds: 3,
    asIsRounds: 5,
    planned: 100_000,
    rounds: 3,
    roundSeconds: 4,
  },
  laterStarts: 2,
};

/** The parts of the bench, in the order they run. */
export const PARTS = [
  'starts',
  'postgres',
  'early',
  'certificates',
  'pace',
  'embedded',
  'growth',
  'roster',
  'reports',
  'whatsapp',
  'takeover',
  'reminders',
] as const;
export type PartName = (typeof PARTS)[number];
