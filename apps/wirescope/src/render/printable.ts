/** Text of strangers (names of files, above all) on a terminal, which obeys what it is sent. */

/** Control characters, and those that turn the direction of what follows them (Unicode TR 36 §2.6). */
const UNPRINTABLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** `text` with `\x1b` and the like in place of what a terminal would obey; on one line. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const digits = character.charCodeAt(0).toString(16);
    return digits.length > 2 ? `\\u${digits}` : `\\x${digits.padStart(2, "0")}`;
  });
}
