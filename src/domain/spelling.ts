/**
 * Whether two words differ by one slip of the finger at most: a letter too many, one missing, one wrong, or two
 * neighbours swapped. Short words differ by one letter and mean something else: compare those of five letters or more.
 */
export function oneSlipApart(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = long.slice(at + 1);
  if (short.length < long.length) return short.slice(at) === rest;
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return short.slice(at + 1) === rest || (swapped && short.slice(at + 2) === long.slice(at + 2));
}
