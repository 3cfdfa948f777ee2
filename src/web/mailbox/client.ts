import { isIP } from 'node:net';

/**
 * The network that a request comes from, for as long as it is dealt with: an IPv4 address, or the first half of an IPv6
 * one, since whoever has one of those has them all. Phones of a mobile carrier share a few; see `guesses.ts`.
 *
 * @param peer the other end of the connection
 * @param forwarded `X-Forwarded-For`; anybody can send one, so it counts only from our own proxy, and of it only what that
 *   has added: the last
 * @param proxied whether a proxy stands in front; it is on this machine
 */
export function clientOf(peer: string | undefined, forwarded: string | undefined, proxied: boolean): string {
  const own = bare(peer ?? '');
  const last = bare(forwarded?.split(',').at(-1) ?? '');
  return networkOf(proxied && isLoopback(own) && isIP(last) !== 0 ? last : own);
}

/** Without the zone of a link, and IPv4 in IPv6 as what it is. */
const bare = (address: string): string =>
  address
    .trim()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');

const isLoopback = (address: string): boolean => address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [before = [], behind = []] = address.split('::').map((side) => side.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - before.length - behind.length)).fill('0');
  return [...before, ...zeros, ...behind]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
