/** Guards for stored answers: what was written before a deploy may not be what is expected after it. */
import type { Json } from './types.ts';

export const isText = (value: Json): value is string => typeof value === 'string';

export const isOneOf =
  <const T extends string>(...allowed: readonly T[]) =>
  (value: Json): value is T =>
    typeof value === 'string' && allowed.some((one) => one === value);

/** An object whose fields pass their guards. Fields that are not named are ignored. */
export const isRecord =
  <T extends Readonly<Record<string, Json>>>(guards: { [K in keyof T]: (value: Json) => boolean }) =>
  (value: Json): value is T =>
    isObject(value) && Object.entries(guards).every(([name, guard]) => guard(value[name] ?? null));

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The field may be missing. */
export const maybe =
  (guard: (value: Json) => boolean) =>
  (value: Json): boolean =>
    value === null || guard(value);
