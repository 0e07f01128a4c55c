/**
 * The Huffman code of HPACK, RFC 7541 Appendix B.
 *
 * The code is canonical: codes of one length follow each other in the order of their symbols, and longer
 * ones come after shorter ones. The lengths therefore say all of it.
 */

/** Length of the code of each symbol from 0 to 256, one letter each: `A` is 5 bits, `Z` 30. */
const LENGTHS =
  "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHF" +
  "IBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX" +
  "PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRS" +
  "VVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWV" +
  "Z";

const SHORTEST = 5;
const LONGEST = 30;
const END_OF_STRING = 256;

interface Group {
  /** The first code of this length. */
  readonly first: number;
  readonly symbols: readonly number[];
}

/** Codes by their length; the index is the length. */
const GROUPS: readonly Group[] = groupsOf();

function groupsOf(): Group[] {
  const groups: Group[] = [];
  let next = 0;
  for (let length = 0; length <= LONGEST; length += 1) {
    const symbols: number[] = [];
    for (let symbol = 0; symbol <= END_OF_STRING; symbol += 1) {
      if (LENGTHS.charCodeAt(symbol) - 0x41 + SHORTEST === length) symbols.push(symbol);
    }
    next *= 2;
    groups.push({ first: next, symbols });
    next += symbols.length;
  }
  return groups;
}

/** One octet per character; undefined where the octets are no such code. */
export function decodeHuffman(view: DataView, start: number, end: number): string | undefined {
  let text = "";
  let code = 0;
  let length = 0;
  for (let off = start; off < end; off += 1) {
    const octet = view.getUint8(off);
    for (let bit = 7; bit >= 0; bit -= 1) {
      code = code * 2 + ((octet >> bit) & 1);
      length += 1;
      if (length > LONGEST) return undefined;
      const { first, symbols } = GROUPS[length]!;
      const symbol = symbols[code - first];
      if (symbol === undefined) continue;
      if (symbol === END_OF_STRING) return undefined;
      text += String.fromCharCode(symbol);
      code = 0;
      length = 0;
    }
  }
  const isPadding = length < 8 && code === 2 ** length - 1;
  return isPadding ? text : undefined;
}
