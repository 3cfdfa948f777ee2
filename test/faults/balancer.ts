/** What stands before two replicas: each request goes to the other one than the last. A dead one costs the request a 502. */
import { createServer, request, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { type Bot, listening, type Settings } from './bot.ts';
import { byWebhook, type Rig } from './rig.ts';

interface Balancer {
  readonly url: string;
  /** How many requests each target answered. */
  readonly answered: readonly number[];
  close(): Promise<void>;
}

async function balance(targets: readonly { readonly settings: Settings }[]): Promise<Balancer> {
  const answered = targets.map(() => 0);
  let turn = 0;
  const server = createServer((incoming, response) => {
    turn = (turn + 1) % targets.length;
    const at = turn;
    const { method, url: path, headers } = incoming;
    const port = targets[at]?.settings['PORT'];
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      answered[at] = (answered[at] ?? 0) + 1;
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => response.destroy()).pipe(response);
    });
    outgoing.on('error', () => refuse(response));
    incoming.pipe(outgoing);
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    answered,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(502).end();
}

/** Two replicas at work, and what Telegram calls. */
export async function twoBehindABalancer({ bot }: Rig): Promise<{ bots: readonly [Bot, Bot]; balancer: Balancer }> {
  const targets: Bot[] = [];
  const balancer = await balance(targets);
  onTestFinished(balancer.close);
  const bots = [await bot(() => byWebhook(balancer.url)), await bot(() => byWebhook(balancer.url))] as const;
  targets.push(...bots);
  await Promise.all(bots.map((one) => one.startUp()));
  return { bots, balancer };
}
