/** Draws the file of a message: a picture, a paper to open, or the name of what a page cannot show. */
import type { ShownFile } from '../../channels/simulator/files.ts';
import { cast, need } from './island-dom.ts';
import { MEGABYTE } from './largest.ts';

const KILOBYTE = 1024;
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

export const isPicture = ({ type }: ShownFile): boolean => type?.startsWith('image/') === true;

/** `lost` is called when the picture is not there any more. */
export function drawFile(file: ShownFile, lost: () => void): HTMLElement {
  if (file.type === undefined) return drawSent(file);
  const picture = isPicture(file);
  const anchor = cast(picture ? 'picture' : 'paper');
  if (anchor instanceof HTMLAnchorElement) anchor.href = `/simulator/files/${file.id}`;
  if (picture) {
    const image = need(anchor, 'img', HTMLImageElement);
    image.alt = (image.dataset['alt'] ?? '').replace('%', file.name);
    image.addEventListener('error', lost, { once: true });
    image.src = `/simulator/files/${file.id}`;
  } else {
    need(anchor, '.paper-name', HTMLElement).textContent = file.name;
    need(anchor, 'small', HTMLElement).textContent = `PDF · ${sizeOf(file)}`;
  }
  return anchor;
}

function drawSent(file: ShownFile): HTMLElement {
  const sent = cast(`sent-${file.kind}`);
  need(sent, '.sent-name', HTMLElement).textContent = file.name;
  need(sent, 'small', HTMLElement).append(sizeOf(file));
  return sent;
}

const sizeOf = ({ size }: ShownFile): string =>
  size < MEGABYTE ? `${Math.max(1, Math.round(size / KILOBYTE))} kB` : `${number.format(size / MEGABYTE)} MB`;
