/** Whom a request comes from: what proxies tell is believed of those alone that are named. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../../src/config.ts';
import { clientOf, trusting } from '../../../src/web/mailbox/client.ts';

const UNSET = readConfig({}).TRUSTED_PROXIES;

describe('an address', () => {
  it.each([
    ['without a proxy', '203.0.113.7', undefined, UNSET, '203.0.113.7'],
    ['of our own proxy', '127.0.0.1', '10.0.0.1, 198.51.100.9', UNSET, '198.51.100.9'],
    ['of our own proxy, over IPv6', '::1', '198.51.100.9', UNSET, '198.51.100.9'],
    ['of our own proxy, as Node tells it', '::ffff:127.0.0.1', ' 198.51.100.9 ', UNSET, '198.51.100.9'],
    ['of a proxy elsewhere', '10.1.2.3', '198.51.100.9', ['10.1.2.3'], '198.51.100.9'],
    ['of a proxy in a network', '172.18.0.1', '198.51.100.9', ['172.16.0.0/12'], '198.51.100.9'],
    ['of a proxy in a network of IPv6', 'fd00::1', '198.51.100.9', ['::1', 'fd00::/8'], '198.51.100.9'],
    ['of somebody outside it', '172.32.0.1', '198.51.100.9', ['172.16.0.0/12'], '172.32.0.1'],
    ['of somebody who claims to be a proxy', '203.0.113.7', '198.51.100.9', UNSET, '203.0.113.7'],
    ['of a proxy that says nothing', '127.0.0.1', undefined, UNSET, '127.0.0.1'],
    ['of a proxy that says what is no address', '127.0.0.1', '198.51.100.9, <script>', UNSET, '127.0.0.1'],
    ['behind a proxy that we do not have', '127.0.0.1', '198.51.100.9', [], '127.0.0.1'],
    ['that is not told', undefined, undefined, UNSET, ''],
    ['of IPv6 is a network', '2001:db8:1:2:3:4:5:6', undefined, UNSET, '2001:db8:1:2'],
    ['of IPv6 with zeros', '2001:0db8::1', undefined, UNSET, '2001:db8:0:0'],
    ['of IPv6 through a proxy', '127.0.0.1', '2001:DB8:1:2::9', UNSET, '2001:db8:1:2'],
    ['of a link', 'fe80::1%eth0', undefined, UNSET, 'fe80:0:0:0'],
  ] as const)('%s', (_, peer, forwarded, proxies, expected) => {
    expect(clientOf(peer, forwarded, trusting(proxies))).toBe(expected);
  });
});

it('of Docker, the gateway is a proxy, and nothing else comes in through it', () => {
  const text = readFileSync(new URL('../../../compose.yaml', import.meta.url), 'utf8');
  const app = z.object({ environment: z.record(z.string(), z.string()), ports: z.array(z.string()) });
  const { environment, ports } = z.object({ services: z.object({ app }) }).parse(parse(text)).services.app;
  const unset = /^\$\{TRUSTED_PROXIES:-(.+)\}$/.exec(environment['TRUSTED_PROXIES'] ?? '')?.[1] ?? '';
  const trusted = trusting(readConfig({ TRUSTED_PROXIES: unset }).TRUSTED_PROXIES);
  for (const gateway of ['172.17.0.1', '172.31.0.1', '192.168.16.1']) {
    expect(clientOf(gateway, '198.51.100.9', trusted)).toBe('198.51.100.9');
  }
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});
