import type { Run } from '../../src/channels/runs.ts';
import type { Bubble } from '../support/contract.ts';

/** Words as the person sees them. Where links stand plain, the word before a link is what it is about. */
export function seenRuns(runs: readonly Run[]): Pick<Bubble, 'text' | 'bold' | 'italic' | 'code' | 'links'> {
  const words = (look: 'bold' | 'italic' | 'code'): string[] => runs.filter((run) => run[look]).map((run) => run.text);
  return {
    text: runs.map((run) => run.text).join(''),
    bold: words('bold'),
    italic: words('italic'),
    code: words('code'),
    links: runs.flatMap(({ text, href }, n) => {
      if (href === undefined) return [];
      const before = /(\S+): $/.exec(runs[n - 1]?.text ?? '')?.[1];
      return [{ text: text === href ? (before ?? text) : text, href }];
    }),
  };
}
