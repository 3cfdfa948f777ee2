import type { Markup, Outgoing } from '../../src/channels/channel.ts';

/** Words as people write them: each must arrive as it was written, and be shown as it was sent. */
export const WORDS: readonly (readonly [name: string, text: string])[] = [
  ['Indonesian', 'Saya mau ikrar, terima kasih.'],
  ['a command with a word', '/start ikrar'],
  ['several lines', 'NIP: 198503152010011001\n\nNama: Contoh\n- satu\n- dua'],
  ['what looks like markup', '<b>tebal</b> & <script>alert("x")</script> &amp; <a href="x">y</a> *a* _b_ `c`'],
  ['Javanese script', 'ꦱꦸꦒꦼꦁꦲꦺꦚ꧀ꦗꦁ'],
  ['Arabic from the right', 'السلام عليكم ١٢٣ (نعم) abc'],
  ['Chinese', '我要宣誓，谢谢'],
  ['Devanagari', 'नमस्ते १२३'],
  ['combining marks', 'Ḿalang á̂ Bȧtu n̈'],
  ['emoji of many parts', '👩🏽‍⚖️ 🇮🇩 👨‍👩‍👧‍👦 ✅'],
  ['invisible characters', 'a\u200Bb\u2066c\u2069d\u00ADe'],
  ['4,000 characters', 'ikrar netralitas '.repeat(236).slice(0, 3999).concat('!')],
];

/** Words of a person inside a message of ours. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A message of ours with this markup. */
export const message = (markup: string, more: Partial<Outgoing> = {}): Outgoing => ({
  markup: markup as Markup,
  choices: [],
  language: 'id',
  ...more,
});

/** Three buttons as the engine names them. */
export const CHOICES: Outgoing['choices'] = [
  { data: 'abcd:point1:yes', label: 'Saya berikrar' },
  { data: 'abcd:point1:ask', label: 'Ada pertanyaan' },
  { data: 'abcd:point1:no', label: 'Belum' },
];
export const LABELS: readonly string[] = CHOICES.map((choice) => choice.label);
