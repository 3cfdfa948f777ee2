import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';

/** Answers the download of a file: whole, or as the fault says. */
export function download(response: ServerResponse, bytes: Buffer, fault: Fault | undefined): void {
  response.setHeader('content-type', 'application/octet-stream');
  if (fault?.how === 'swell') {
    swell(response, bytes, fault.to);
    return;
  }
  response.setHeader('content-length', bytes.byteLength);
  if (fault?.how !== 'cut' && fault?.how !== 'stall') response.end(bytes);
  else {
    response.write(bytes.subarray(0, bytes.byteLength >> 1), () => {
      if (fault.how === 'cut') response.destroy();
    });
  }
}

/** Repeats the bytes until there are so many, as fast as they are taken. */
function swell(response: ServerResponse, bytes: Buffer, left: number): void {
  const piece = bytes.subarray(0, left);
  if (piece.byteLength === 0) response.end();
  else {
    response.write(piece, (error) => {
      if (!error) swell(response, bytes, left - piece.byteLength);
    });
  }
}
