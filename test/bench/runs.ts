import { join } from 'node:path';
import { AT_ONCE } from '../support/reminding.ts';
import { addSessions, type BenchDatabase, fillFolder, postgresOfBench, reminded } from './databases.ts';
import { cost } from './figures/cost.ts';
import { drawing } from './figures/drawing.ts';
import { early } from './figures/early.ts';
import type { Figure } from './figures/figure.ts';
import { growth } from './figures/growth.ts';
import { importing } from './figures/importing.ts';
import { latency } from './figures/latency.ts';
import { HIGH_RATE, planning, remindersCost, remindersCostAsIs } from './figures/reminders.ts';
import { REMINDERS_A_SECOND, remindersPace } from './figures/reminders-pace.ts';
import { reports } from './figures/reports.ts';
import { rush } from './figures/rush.ts';
import { starts } from './figures/starts.ts';
import { takeover } from './figures/takeover.ts';
import { whatsapp } from './figures/whatsapp.ts';
import { bareBaileys, type LinkedNumber, linkedNumber } from './linked.ts';
import { Part, type Running } from './processes.ts';
import type { FULL, PartName } from './settings.ts';
import { type Bot, type People, peopleInTurn, ROOT_SECRET, Stage } from './stage.ts';
import { memoryOf } from './usage.ts';

const WITHOUT_FILES = ['--import', new URL('parts/without-files.ts', import.meta.url).href];

/** The parts of the bench. Whatever they start is ended by `close`, also when they fail. */
export class Runs implements Record<PartName, () => Promise<void>> {
  readonly figures: Figure[] = [];
  postgresVersion = 'not used';
  private readonly stage: Stage;
  private readonly settings: typeof FULL;
  private readonly node: readonly string[];
  private readonly atEnd: (() => Promise<void>)[] = [];

  private constructor(stage: Stage, settings: typeof FULL, node: readonly string[]) {
    this.stage = stage;
    this.settings = settings;
    this.node = node;
  }

  static async open(settings: typeof FULL, node: readonly string[]): Promise<Runs> {
    return new Runs(await Stage.open(), settings, node);
  }

  async close(): Promise<void> {
    await this.endBots();
    await this.stage.close();
  }

  async starts(): Promise<void> {
    const folder = join(this.stage.folder, 'starts');
    this.figures.push(...(await starts(() => this.embeddedBot('starts', folder), this.settings.laterStarts)));
  }

  async postgres(): Promise<void> {
    const bot = await this.postgresBot('postgres', await this.database(), WITHOUT_FILES);
    const name = 'PostgreSQL, conversation without files';
    const setting = { name, bot, echo: await this.echoBot(), people: peopleInTurn(), most: 1 };
    this.figures.push(...(await cost(this.stage, setting, this.settings.cost)));
    await this.endBots();
  }

  async early(): Promise<void> {
    const folder = join(this.stage.folder, 'early');
    await fillFolder(folder);
    const bots = {
      PostgreSQL: await this.postgresBot('early', await this.database()),
      embedded: await this.embeddedBot('early-embedded', folder),
    };
    for (const [name, bot] of Object.entries(bots)) {
      const held = await this.ending(this.stage.holding(bot));
      this.figures.push(...(await early(this.stage, { name, bot: held, people: peopleInTurn() }, this.settings.early)));
    }
    await this.endBots();
  }

  /** The files aside: what they add to the conversation, and what each costs by itself. */
  async certificates(): Promise<void> {
    const bot = await this.postgresBot('certificates', await this.database());
    const setting = { name: 'PostgreSQL, with certificates', bot, echo: await this.echoBot(), people: peopleInTurn() };
    this.figures.push(...(await cost(this.stage, setting, this.settings.certificates)));
    await this.endBots();
    const part = await this.part('drawing');
    this.figures.push(...(await drawing(part, this.settings.drawing)));
    await this.endBots();
  }

  async pace(): Promise<void> {
    const { stage, settings } = this;
    const bot = await this.postgresBot('pace', await this.database());
    const people = peopleInTurn();
    const { warmup } = settings.latency;
    await stage.play(bot, { first: people(warmup), dialogues: warmup, pace: { kind: 'at once', users: 50 } });
    this.figures.push(...(await latency(stage, bot, people, settings.latency.seconds)));
    this.figures.push(...(await rush(stage, bot, people, settings.rush)));
    await this.endBots();
  }

  async embedded(): Promise<void> {
    const folder = join(this.stage.folder, 'embedded');
    await fillFolder(folder);
    const bot = await this.embeddedBot('embedded', folder, WITHOUT_FILES);
    const name = 'embedded, conversation without files';
    const setting = { name, bot, echo: await this.echoBot(), people: peopleInTurn(), most: 1.5 };
    this.figures.push(...(await cost(this.stage, setting, this.settings.embedded)));
    this.figures.push({ name: 'embedded: memory after that', value: memoryOf(bot.pid).now, unit: 'MB' });
    await this.endBots();
  }

  async growth(): Promise<void> {
    const { sessions, ...settings } = this.settings.growth;
    const bots = await Promise.all(
      [1000, sessions].map(async (count) => {
        const database = await this.database();
        await addSessions(database.db, count);
        return this.postgresBot(`sessions-${count}`, database, WITHOUT_FILES);
      }),
    );
    const [small, large] = bots;
    if (!small || !large) return;
    const people: People = peopleInTurn();
    this.figures.push(...(await growth(this.stage, { small, large, sessions }, { ...settings, people })));
    await this.endBots();
  }

  async reports(): Promise<void> {
    const database = await this.database();
    const bot = await this.postgresBot('reports', database);
    const setting = { bot, people: peopleInTurn(), db: database.db };
    this.figures.push(...(await reports(this.stage, setting, this.settings.reports)));
    await this.endBots();
  }

  async whatsapp(): Promise<void> {
    const database = await this.database();
    const linked = await this.linked('whatsapp', database);
    const bot = await this.postgresBot('whatsapp', database, linked.node, linked.environment);
    const ours = { ...bot, whatsapp: linked.whatsapp };
    await ours.whatsapp.online();
    const echo = await this.ending(bareBaileys(join(this.stage.folder, 'bare-baileys')));
    this.figures.push(...(await whatsapp({ ours, echo }, this.settings.whatsapp)));
    await this.endBots();
  }

  async takeover(): Promise<void> {
    const database = await this.database();
    const linked = await this.linked('takeover', database);
    const { whatsapp, node, environment } = linked;
    const start = () => this.postgresBot('takeover', database, node, environment);
    this.figures.push(...(await takeover({ whatsapp, db: database.db, start }, this.settings.takeover)));
    await this.endBots();
  }

  async reminders(): Promise<void> {
    const { stage, settings } = this;
    const paced = await this.database();
    const { recipients, talkSeconds, asIsSeconds, asIsRounds } = settings.reminders;
    const seconds = talkSeconds + asIsSeconds * (asIsRounds + 1);
    await reminded(paced, recipients + REMINDERS_A_SECOND * seconds * 2);
    const bot = await this.postgresBot('reminders', paced, [], AT_ONCE);
    const second = await this.postgresBot('reminders-second', paced, [], AT_ONCE, bot);
    const { db } = paced;
    this.figures.push(...(await remindersPace(stage, { db, bot, people: peopleInTurn() }, settings.reminders)));
    await second.stop();
    const beside = { db, ours: bot, bare: await this.ending(stage.announcer()) };
    this.figures.push(...(await remindersCostAsIs(stage, beside, settings.reminders)));
    await this.endBots();
    const fast = await this.database();
    const { rounds, roundSeconds } = settings.reminders;
    await reminded(fast, HIGH_RATE * roundSeconds * (rounds + 1) * 2);
    const rate = { TELEGRAM_REMINDERS_PER_SECOND: String(HIGH_RATE), TELEGRAM_PAID_BROADCAST: 'on' };
    const ours = await this.postgresBot('reminders-fast', fast, [], { ...AT_ONCE, ...rate });
    const bare = await this.ending(stage.announcer());
    this.figures.push(...(await remindersCost(stage, { db: fast.db, ours, bare }, settings.reminders)));
    await this.endBots();
    const large = await this.database('nobody');
    const part = await this.ending(
      Part.start('planning', { environment: { DATABASE_URL: large.url }, log: stage.log('planning') }),
    );
    this.figures.push(...(await planning(large.db, part, settings.reminders)));
    await this.endBots();
  }

  async roster(): Promise<void> {
    const database = await this.database('nobody');
    this.figures.push(...(await importing(this.stage, database, this.settings.roster)));
    await this.endBots();
  }

  private async database(people?: 'nobody'): Promise<BenchDatabase> {
    const database = await postgresOfBench(people);
    this.atEnd.push(database.drop);
    this.postgresVersion = database.version;
    return database;
  }

  private async linked(name: string, { url }: BenchDatabase): Promise<LinkedNumber> {
    const folder = join(this.stage.folder, name);
    const linked = await linkedNumber({ DATABASE_URL: url, IKRAR_SECRET: ROOT_SECRET, DATA_DIR: folder });
    this.atEnd.push(() => linked.whatsapp.stop());
    return linked;
  }

  private postgresBot(
    name: string,
    { url, cpu }: BenchDatabase,
    also: readonly string[] = [],
    more: Readonly<Record<string, string>> = {},
    beside?: Bot,
  ): Promise<Bot> {
    const environment = { DATABASE_URL: url, NODE_ENV: 'production', HOST: '127.0.0.1', ...more };
    const started = { node: [...this.node, ...also], serverCpu: cpu, ...(beside ? { beside } : {}) };
    return this.ending(this.stage.service(name, environment, started));
  }

  private embeddedBot(name: string, folder: string, also: readonly string[] = []): Promise<Bot> {
    return this.ending(this.stage.service(name, { DATA_DIR: folder }, { node: [...this.node, ...also] }));
  }

  private echoBot(): Promise<Bot> {
    return this.ending(this.stage.echo());
  }

  private part(name: string): Promise<Part> {
    return this.ending(Part.start(name, { log: this.stage.log(name) }));
  }

  private async ending<R extends Running>(starting: Promise<R>): Promise<R> {
    const running = await starting;
    this.atEnd.push(() => running.stop());
    return running;
  }

  /** Last come, first gone: a database is dropped after its bot has stopped. */
  private async endBots(): Promise<void> {
    for (const end of this.atEnd.splice(0).reverse()) await end();
  }
}
