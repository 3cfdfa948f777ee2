import { Script } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { hushLibsignal } from '../../../src/channels/whatsapp/hush.ts';

test('libsignal prints nothing, and everybody else what they like', () => {
  const before = { ...console };
  onTestFinished(() => void Object.assign(console, before));
  const heard: unknown[] = [];
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    console[name] = (...what: unknown[]) => heard.push(...what);
  }
  hushLibsignal();
  const print = `['log', 'info', 'warn', 'error', 'debug'].map((name) => console[name]('from', FROM))`;
  const from = (filename: string): void => {
    const script = new Script(print.replace('FROM', JSON.stringify(filename)), { filename });
    script.runInThisContext();
  };
  from('/srv/ikrar/node_modules/libsignal/src/session_record.js');
  expect(heard).toEqual([]);
  from('/srv/ikrar/src/main.ts');
  expect(heard).toHaveLength(10);
});
