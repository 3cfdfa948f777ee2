/** Quantities as people write them; the same in a chat, on paper and in a terminal. */
import { type Language, TAGS } from './message.ts';

const formats: Readonly<Record<Language, Intl.NumberFormat>> = {
  id: new Intl.NumberFormat(TAGS.id),
  en: new Intl.NumberFormat(TAGS.en),
};

/** 12345 as «12.345», in English «12,345». */
export const formatNumber = (language: Language, quantity: number): string => formats[language].format(quantity);
