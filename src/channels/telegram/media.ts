/** The file of a message, as the conversation is told of it. */
import type { Media } from '../../engine/types.ts';
import type { Message, TelegramFile } from './update.ts';

/** `undefined` when a message has no file that can be fetched. An album has its caption under one of its files. */
export function mediaOf(message: Message): Media | undefined {
  const found = fileOf(message);
  return found && message.caption ? { ...found, words: message.caption } : found;
}

function fileOf({ photo, video, video_note, animation, voice, audio, document }: Message): Media | undefined {
  return (
    media('photo', largest(photo)) ??
    // Before the document: for old bots, an animation is one as well.
    media('video', video ?? video_note ?? animation) ??
    media('audio', voice ?? audio) ??
    media('document', document)
  );
}

/** Telegram gives a photo in several sizes; the largest is what was sent, as far as Telegram kept it. */
function largest(sizes: Message['photo'] = []): TelegramFile | undefined {
  return sizes.toSorted((a, b) => b.width * b.height - a.width * a.height)[0];
}

function media(kind: Media['kind'], file: TelegramFile | undefined): Media | undefined {
  if (!file) return undefined;
  const { file_id: ref, file_size: size } = file;
  return { ref, kind, ...(size === undefined ? {} : { size }) };
}
