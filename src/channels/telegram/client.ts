import { autoRetry } from '@grammyjs/auto-retry';
import { Api, type ApiClientOptions, Bot, type RawApi } from 'grammy';
import { pause } from '../pause.ts';
import { toCallError } from './errors.ts';
import { createFetch } from './fetch.ts';
import { Gate } from './gate.ts';
import { type GrammySignal, grammySignal } from './signal.ts';

type Method = keyof RawApi & string;

export interface ClientOptions {
  readonly token: string;
  /** Without a slash at its end. */
  readonly apiRoot: string;
  /** Seconds after which a call that got no answer has failed. Longer than the long poll. */
  readonly timeoutSeconds: number;
}

/** The way to Telegram: grammY's client, with errors that can be told and a gate that every `retry_after` closes. */
export class Client {
  readonly bot: Bot;
  readonly gate = new Gate();
  private readonly patient: Api;
  private readonly token: string;
  private refused = false;

  constructor({ token, apiRoot, timeoutSeconds }: ClientOptions) {
    this.token = token;
    const options: ApiClientOptions = {
      apiRoot,
      timeoutSeconds,
      fetch: createFetch(),
      // Telegram carries it out when the webhook's answer arrives, which saves a call for each tap.
      canUseWebhookReply: (method) => method === 'answerCallbackQuery',
    };
    this.bot = new Bot(token, { client: options });
    this.patient = new Api(token, options);
    this.patient.config.use(
      async (call, method, payload, signal) => {
        const answer = await call(method, payload, signal);
        if (!answer.ok && answer.parameters?.retry_after) this.gate.close(answer.parameters.retry_after * 1000);
        return answer;
      },
      autoRetry({ maxRetryAttempts: 3, maxDelaySeconds: 10, rethrowHttpErrors: true }),
    );
  }

  /** Whether Telegram refused the token last time. */
  get tokenRefused(): boolean {
    return this.refused;
  }

  /**
   * One call, once.
   *
   * @throws CallError
   */
  call<T>(method: Method, run: (api: RawApi) => Promise<T>): Promise<T> {
    return this.watch(method, () => run(this.bot.api.raw));
  }

  /**
   * A call of the start, which has nothing of a person in it; tried again a few times when Telegram asks to wait.
   *
   * @throws CallError with Telegram's words
   */
  async setUp<T>(
    method: Method,
    run: (api: RawApi, signal: GrammySignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    await pause(this.gate.rest(), signal);
    const describe = (words: string): string => words.replaceAll(this.token, '…');
    return this.watch(method, () => run(this.patient.raw, grammySignal(signal)), describe);
  }

  private async watch<T>(method: Method, run: () => Promise<T>, describe?: (words: string) => string): Promise<T> {
    try {
      const result = await run();
      this.refused = false;
      return result;
    } catch (thrown) {
      const error = toCallError(method, thrown, describe);
      if (error.waitMs !== undefined) this.gate.close(error.waitMs);
      this.refused = error.code === 401 || error.code === 404;
      throw error;
    }
  }
}
