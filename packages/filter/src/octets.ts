/** Octets: text to UTF-8 and back, order, search. */

/** `text` in UTF-8; lone surrogates become U+FFFD. */
export function toUtf8(text: string): Uint8Array {
  const octets: number[] = [];
  for (const character of text) {
    let code = character.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) octets.push(code);
    else if (code < 0x800) octets.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x1_0000) {
      octets.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    } else {
      octets.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f));
      octets.push(0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    }
  }
  return Uint8Array.from(octets);
}

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
