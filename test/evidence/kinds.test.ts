import { expect, test } from 'vitest';
import { picture } from './files.ts';
import { sharedExaminer } from './support.ts';

const examiner = sharedExaminer();
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const box = (brand: string): Buffer => latin1(`\0\0\0\x18ftyp${brand}\0\0\0\0isom${brand}`);

/** A ZIP of files that are not packed; without its directory at the end, which nobody looks at. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([name, content]) => {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt32LE(content.length, 22);
    head.writeUInt16LE(name.length, 26);
    return Buffer.concat([head, latin1(name + content)]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([...entries, end]);
}

/** The beginning of a compound file, and the names of its streams. */
const compound = (...names: readonly string[]): Buffer =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(504),
    ...names.map((name) => Buffer.concat([Buffer.from(name, 'utf16le'), Buffer.alloc(64)])),
  ]);

const MACROS = 'application/vnd.ms-word.document.macroEnabled';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

test.each<[string, Buffer, string, string, string]>([
  ['HEIC of an iPhone', box('heic'), 'photo', 'image/heic', 'heic'],
  ['TIFF', latin1('II*\0\x08\0\0\0\0\0\0\0\0\0\0\0'), 'photo', 'image/tiff', 'tif'],
  ['MP4', box('isom'), 'video', 'video/mp4', 'mp4'],
  ['QuickTime', box('qt  '), 'video', 'video/quicktime', 'mov'],
  ['a voice note', latin1(`OggS\0\x02${'\0'.repeat(22)}OpusHead${'\0'.repeat(20)}`), 'audio', 'audio/ogg', 'ogg'],
  ['MP3', latin1(`ID3\x04\0\0\0\0\0\x02\0\0\xff\xfb\x90\0${'\0'.repeat(400)}`), 'audio', 'audio/mpeg', 'mp3'],
  ['PDF', latin1('%PDF-1.7\n%âãÏÓ\n'), 'document', 'application/pdf', 'pdf'],
  ['Word', zip({ '[Content_Types].xml': `<Override ContentType="${WORD}.main+xml"/>` }), 'document', WORD, 'docx'],
  ['Word of old', compound('Root Entry', 'WordDocument'), 'document', 'application/msword', 'doc'],
  ['Excel of old', compound('Root Entry', 'Workbook'), 'document', 'application/vnd.ms-excel', 'xls'],
  ['an exported chat', zip({ '_chat.txt': 'Halo', '0001.jpg': '' }), 'document', 'application/zip', 'zip'],
])('what cannot be cleaned is passed on as it is, and says so: %s', async (_, sent, kind, type, extension) => {
  const result = await examiner.examine(sent);
  expect(result).toEqual({ ok: true, piece: { kind, type, extension, cleaned: false, removed: [] }, bytes: sent });
});

test.each<[string, Buffer]>([
  ['SVG with a script', latin1('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['SVG as XML', latin1('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['HTML', latin1('<!doctype html><script>alert(1)</script>')],
  ['a script', latin1('#!/bin/sh\nrm -rf ~\n')],
  ['a program of Windows', latin1(`MZ\x90\0${'\0'.repeat(200)}`)],
  ['a program of Linux', latin1(`\x7fELF\x02\x01\x01${'\0'.repeat(60)}`)],
  ['Word with macros', zip({ '[Content_Types].xml': `<Override ContentType="${MACROS}.main+xml"/>` })],
  ['an app', zip({ 'AndroidManifest.xml': '', 'classes.dex': '' })],
  ['Java', zip({ 'META-INF/MANIFEST.MF': '', 'Main.class': '' })],
  ['Word of old with macros', compound('Root Entry', 'Macros', 'WordDocument', '_VBA_PROJECT')],
  ['an installer', compound('Root Entry', '!MsiDatabase')],
  ['Flash', latin1(`CWS\x0a${'\0'.repeat(60)}`)],
  ['a shortcut', Buffer.from(`4c0000000114020000000000c000000000000046${'00'.repeat(80)}`, 'hex')],
  ['PostScript', latin1('%!PS-Adobe-3.0\n')],
  ['RAR', latin1('Rar!\x1a\x07\0')],
  ['words', latin1('Saya melihat sendiri.')],
  ['one byte', latin1('x')],
  ['noise', Buffer.from('00112233445566778899aabbccddeeff', 'hex')],
])('what could run, and what nobody recognises, is bytes and nothing more: %s', async (_, sent) => {
  const piece = { kind: 'document', type: 'application/octet-stream', extension: 'bin', cleaned: false, removed: [] };
  expect(await examiner.examine(sent)).toEqual({ ok: true, piece, bytes: sent });
});

test.each([
  ['jpg', 'image/jpeg', () => picture().jpeg()],
  ['png', 'image/png', () => picture().png()],
  ['jpg', 'image/jpeg', () => picture().webp()],
  ['jpg', 'image/jpeg', () => picture().avif({ effort: 0 })],
  ['png', 'image/png', () => picture().gif()],
])('a picture comes out as %s, %s', async (extension, type, make) => {
  const result = await examiner.examine(await make().toBuffer());
  expect(result).toMatchObject({ ok: true, piece: { kind: 'photo', type, extension, cleaned: true } });
});
