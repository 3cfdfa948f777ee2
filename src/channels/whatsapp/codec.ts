/** Between Baileys' values and JSON text: bytes as base64, and what must be a protobuf again made one. */
import { type AuthenticationCreds, BufferJSON, proto, type SignalDataTypeMap } from '@whiskeysockets/baileys';
import { z } from 'zod';

export const encode = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);

/** A session, which is read and written with every message, is plain JSON: libsignal has made text of its bytes. */
const PLAIN = 'session';

export const encodeKey = (type: string, value: unknown): string =>
  type === PLAIN ? JSON.stringify(value) : encode(value);

/** The shape is trusted: it is ours by its seal. */
export function decode<T extends keyof SignalDataTypeMap>(type: T, text: string): SignalDataTypeMap[T] {
  const value: unknown = type === PLAIN ? JSON.parse(text) : revive(text);
  const rebuilt =
    type === 'app-state-sync-key'
      ? proto.Message.AppStateSyncKeyData.fromObject(z.looseObject({}).parse(value))
      : value;
  return typed(type, rebuilt);
}

/** A value that was kept under this type. */
export const typed = <T extends keyof SignalDataTypeMap>(_: T, value: unknown): SignalDataTypeMap[T] =>
  z.custom<SignalDataTypeMap[T]>(() => true).parse(value);

export const decodeCredentials = (text: string): AuthenticationCreds =>
  z.custom<AuthenticationCreds>((value) => typeof value === 'object').parse(revive(text));

const revive = (text: string): unknown => JSON.parse(text, BufferJSON.reviver);
