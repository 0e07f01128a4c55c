/**
 * Short texts of ASCII by their octets: what repeats, as names do, becomes a string once.
 *
 * Each text has one place that it can be in, which the last one that belongs there takes. A text that is
 * there costs a look at its octets and no memory, and maps know its hash already.
 */

/** Texts kept at most, a power of two; half a megabyte where all are as long as names can be. */
const PLACES = 2048;

/** Multiplier of FNV-1a with 32 bits. */
const FNV_PRIME = 0x0100_0193;

export class TextCache {
  readonly #texts: string[] = new Array<string>(PLACES).fill("");

  /** The octets `[start, end)` as text; undefined where one is not printable ASCII, which stands for itself. */
  read(view: DataView, start: number, end: number): string | undefined {
    let hash = 0;
    for (let off = start; off < end; off += 1) {
      const octet = view.getUint8(off);
      if (octet < 0x20 || octet >= 0x7f) return undefined;
      hash = Math.imul(hash ^ octet, FNV_PRIME);
    }
    const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
    const known = this.#texts[place]!;
    if (equals(known, view, start, end)) return known;
    let text = "";
    for (let off = start; off < end; off += 1) text += String.fromCharCode(view.getUint8(off));
    this.#texts[place] = text;
    return text;
  }
}

function equals(text: string, view: DataView, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) !== view.getUint8(start + i)) return false;
  }
  return true;
}
