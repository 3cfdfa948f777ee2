/** The Bot API's own shapes, as far as a text bot meets them (https://core.telegram.org/bots/api). */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };

export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface Entity {
  readonly type: 'bold' | 'italic' | 'code' | 'text_link';
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

export interface InlineButton {
  readonly text: string;
  readonly callback_data: string;
}

/** An update as it is delivered; the kind is the one other key. */
export type Update = { readonly update_id: number } & JsonObject;

/** A refusal of the Bot API: `{ok: false, error_code, description, parameters?}`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly retryAfter: number | undefined;
  constructor(code: number, description: string, retryAfter?: number) {
    super(description);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export const badRequest = (what: string): ApiError => new ApiError(400, `Bad Request: ${what}`);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object in a JSON text, or in a value that may still be one. */
export function objectOf(value: unknown): JsonObject {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  if (!isObject(parsed)) throw badRequest('object expected');
  return parsed;
}

/** The list in a value that may still be JSON text (multipart fields are). */
export function listOf(value: unknown): readonly Json[] {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  if (!Array.isArray(parsed)) throw badRequest('array expected');
  return parsed;
}
