/** Ink, stone and paper: no colour that a party or a candidate could call its own. */
export const PALETTE = {
  ink: '#22252a',
  graphite: '#4a4e55',
  /** For small labels: 5.6 to 1 on paper. */
  stone: '#6a645a',
  hairline: '#cbc4b6',
  ornament: '#d9d3c7',
  paper: '#faf8f4',
  white: '#ffffff',
} as const;
