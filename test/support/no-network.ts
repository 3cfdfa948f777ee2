/**
 * Loaded before every test file, and by every Node that a test starts: what goes to anything but this machine, by TCP or
 * UDP, fails at once and says so; so does asking for another machine's address.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { BlockList, isIP, Socket } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');
// Where somebody listens on every address, these lead to them.
loopback.addAddress('0.0.0.0');
loopback.addAddress('::', 'ipv6');

function refuseOthers(host: unknown): void {
  const family = typeof host === 'string' ? isIP(host) : 4;
  const isOurs =
    typeof host !== 'string' ||
    (family === 0 ? host === 'localhost' : loopback.check(host, family === 6 ? 'ipv6' : 'ipv4'));
  if (!isOurs) throw new Error(`tests must not reach ${host}`);
}

/** Puts a look at what it is called with before a method. */
function guard(object: object, method: string, hostOf: (args: readonly unknown[]) => unknown): void {
  const original: unknown = Reflect.get(object, method);
  if (typeof original !== 'function') throw new TypeError(`there is no ${method} to guard`);
  Object.defineProperty(object, method, {
    configurable: true,
    writable: true,
    enumerable: true,
    value: function guarded(this: unknown, ...args: unknown[]): unknown {
      refuseOthers(hostOf(args));
      return Reflect.apply(original, this, args);
    },
  });
}

/** `connect(port, host)`, `connect(path)`, `connect({ host } or { path })`, and either in an array. */
function hostOfConnect(args: readonly unknown[]): unknown {
  const [first, second] = args.flat();
  if (typeof first !== 'object' || first === null) return /^\d+$/.test(String(first)) ? second : undefined;
  return 'path' in first && first.path ? undefined : 'host' in first ? first.host : undefined;
}

/** `send(message, port, host)` or `send(message, offset, length, port, host)`; without a host, to this machine. */
function hostOfSend([, ...args]: readonly unknown[]): unknown {
  const where = args.filter((one) => typeof one !== 'function');
  return where.length % 2 === 0 ? where.at(-1) : undefined;
}

guard(Socket.prototype, 'connect', hostOfConnect);
guard(dgram.Socket.prototype, 'connect', ([, host]) => host);
guard(dgram.Socket.prototype, 'send', hostOfSend);
for (const resolver of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const method of Object.getOwnPropertyNames(resolver).filter((name) => /^(lookup|resolve|reverse)/.test(name))) {
    guard(resolver, method, ([host]) => host);
  }
}
syncBuiltinESMExports();
process.env['NODE_OPTIONS'] = `--import=${import.meta.url}`;
