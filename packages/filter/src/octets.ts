/** Octets: as text, order, search. */

/** One character per octet, so that a pattern sees octets as they are. */
export function toLatin1(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}

/** Negative, zero or positive, as `a` is before, equal to or after `b`; a prefix is before. */
export function compareOctets(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}

/** Whether `part` occurs in `whole`; the empty part always does. */
export function includesOctets(whole: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= whole.length; at += 1) {
    let matched = 0;
    while (matched < part.length && whole[at + matched] === part[matched]) matched += 1;
    if (matched === part.length) return true;
  }
  return false;
}
