/** A logger that says nothing: Baileys would write addresses, keys and words into its lines. What matters we log ourselves. */
const nothing = (): void => {};

interface Silent {
  level: string;
  child(): Silent;
  trace(): void;
  debug(): void;
  info(): void;
  warn(): void;
  error(): void;
}

export const SILENT: Silent = {
  level: 'silent',
  child: () => SILENT,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};
