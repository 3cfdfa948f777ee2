/** Loaded before every test file: a connection to anything but this machine fails at once, and says so. */
import net from 'node:net';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::']);
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function refuseOthers(this: net.Socket, ...args: unknown[]) {
  const flat = args.flat();
  const first = flat[0];
  const host =
    typeof first === 'object' && first !== null
      ? 'path' in first && first.path
        ? 'localhost'
        : 'host' in first && typeof first.host === 'string'
          ? first.host
          : 'localhost'
      : typeof flat[1] === 'string'
        ? flat[1]
        : 'localhost';
  if (!LOOPBACK.has(host)) throw new Error(`tests must not reach ${host}`);
  return Reflect.apply(connect, this, args);
};
