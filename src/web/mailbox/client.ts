import { BlockList, isIP } from 'node:net';

/** Whether a proxy of ours has this address. */
export type Trusted = (address: string) => boolean;

/** @param proxies addresses and networks, `127.0.0.0/8`, as the settings have checked them */
export function trusting(proxies: readonly string[]): Trusted {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The network that a request comes from, for as long as it is dealt with: an IPv4 address, or the first half of an IPv6
 * one, since whoever has one of those has them all. Phones of a mobile carrier share a few; see `guesses.ts`.
 *
 * @param peer the other end of the connection
 * @param forwarded `X-Forwarded-For`; anybody can send one, so it counts only from a proxy that we trust, and of it only what
 *   that has added: the last
 */
export function clientOf(peer: string | undefined, forwarded: string | undefined, trusted: Trusted): string {
  const own = bare(peer ?? '');
  const last = bare(forwarded?.split(',').at(-1) ?? '');
  return networkOf(trusted(own) && isIP(last) !== 0 ? last : own);
}

/** Without the zone of a link, and IPv4 in IPv6 as what it is. */
const bare = (address: string): string =>
  address
    .trim()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [before = [], behind = []] = address.split('::').map((side) => side.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - before.length - behind.length)).fill('0');
  return [...before, ...zeros, ...behind]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
