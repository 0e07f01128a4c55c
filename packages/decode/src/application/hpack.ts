/** HPACK, RFC 7541: header blocks of HTTP/2 into names and values, with the table that both ends keep. */

import { decodeHuffman } from "./hpack-huffman.ts";
import { readAscii } from "./name-text.ts";

export interface HpackHeader {
  readonly name: string;
  readonly value: string;
  /** Where the header's representation lies in the block. */
  readonly start: number;
  readonly end: number;
}

/** RFC 7541 Appendix A: names, and the value behind a tab where the entry has one. */
const STATIC_TABLE: readonly (readonly [name: string, value: string])[] = [
  ":authority",
  ":method\tGET",
  ":method\tPOST",
  ":path\t/",
  ":path\t/index.html",
  ":scheme\thttp",
  ":scheme\thttps",
  ":status\t200",
  ":status\t204",
  ":status\t206",
  ":status\t304",
  ":status\t400",
  ":status\t404",
  ":status\t500",
  "accept-charset",
  "accept-encoding\tgzip, deflate",
  "accept-language",
  "accept-ranges",
  "accept",
  "access-control-allow-origin",
  "age",
  "allow",
  "authorization",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-range",
  "content-type",
  "cookie",
  "date",
  "etag",
  "expect",
  "expires",
  "from",
  "host",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "last-modified",
  "link",
  "location",
  "max-forwards",
  "proxy-authenticate",
  "proxy-authorization",
  "range",
  "referer",
  "refresh",
  "retry-after",
  "server",
  "set-cookie",
  "strict-transport-security",
  "transfer-encoding",
  "user-agent",
  "vary",
  "via",
  "www-authenticate",
].map((entry) => {
  const [name = "", value = ""] = entry.split("\t");
  return [name, value] as const;
});

/** Size of the dynamic table until the peer changes it (RFC 9113 §6.5.2). */
const DEFAULT_SIZE = 4096;
/** Largest table that is kept, whatever a peer asks for. */
const MAX_SIZE = 65_536;
/** What an entry costs beside its octets (RFC 7541 §4.1). */
const ENTRY_COST = 32;
/** Headers of one block. */
const MAX_HEADERS = 200;
/** Longest name or value that is read, in octets. */
const MAX_STRING = 8192;

/** An integer and what follows it. */
interface Integer {
  readonly value: number;
  readonly next: number;
}

interface Text {
  readonly text: string;
  readonly next: number;
}

/** The decoder of one direction of a connection. */
export class HpackDecoder {
  #dynamic: (readonly [name: string, value: string])[] = [];
  #size = 0;
  #limit = DEFAULT_SIZE;

  /** The headers of a whole block, as far as it can be read. */
  decode(view: DataView, start: number, end: number): HpackHeader[] {
    const headers: HpackHeader[] = [];
    let off = start;
    while (off < end && headers.length < MAX_HEADERS) {
      const first = view.getUint8(off);
      if ((first & 0xe0) === 0x20) {
        const size = integerAt(view, off, end, 5);
        if (size === undefined) return headers;
        this.#resize(size.value);
        off = size.next;
        continue;
      }
      const header = this.#headerAt(view, off, end, first);
      if (header === undefined) return headers;
      headers.push(header);
      off = header.end;
    }
    return headers;
  }

  /** RFC 7541 §6.1 and §6.2. */
  #headerAt(view: DataView, off: number, end: number, first: number): HpackHeader | undefined {
    if (first >= 0x80) {
      const index = integerAt(view, off, end, 7);
      const entry = index === undefined ? undefined : this.#entry(index.value);
      if (index === undefined || entry === undefined) return undefined;
      return { name: entry[0], value: entry[1], start: off, end: index.next };
    }
    const isKept = first >= 0x40;
    const index = integerAt(view, off, end, isKept ? 6 : 4);
    if (index === undefined) return undefined;
    const name =
      index.value === 0
        ? stringAt(view, index.next, end)
        : { text: this.#entry(index.value)?.[0] ?? "", next: index.next };
    const value = name === undefined ? undefined : stringAt(view, name.next, end);
    if (name === undefined || value === undefined) return undefined;
    if (isKept) this.#keep(name.text, value.text);
    return { name: name.text, value: value.text, start: off, end: value.next };
  }

  #entry(index: number): readonly [name: string, value: string] | undefined {
    const isStatic = index <= STATIC_TABLE.length;
    return isStatic ? STATIC_TABLE[index - 1] : this.#dynamic[index - STATIC_TABLE.length - 1];
  }

  #keep(name: string, value: string): void {
    this.#dynamic.unshift([name, value]);
    this.#size += name.length + value.length + ENTRY_COST;
    this.#evict();
  }

  #resize(limit: number): void {
    this.#limit = Math.min(limit, MAX_SIZE);
    this.#evict();
  }

  #evict(): void {
    while (this.#size > this.#limit) {
      const [name, value] = this.#dynamic.pop() ?? ["", ""];
      this.#size -= name.length + value.length + ENTRY_COST;
    }
  }
}

/** RFC 7541 §5.1: in the lower `bits` of the first octet, or continued behind it. */
function integerAt(view: DataView, off: number, end: number, bits: number): Integer | undefined {
  const most = 2 ** bits - 1;
  let value = view.getUint8(off) & most;
  if (value < most) return { value, next: off + 1 };
  for (let shift = 0, at = off + 1; at < end && shift <= 21; shift += 7, at += 1) {
    const octet = view.getUint8(at);
    value += (octet & 0x7f) * 2 ** shift;
    if (octet < 0x80) return { value, next: at + 1 };
  }
  return undefined;
}

/** RFC 7541 §5.2. */
function stringAt(view: DataView, off: number, end: number): Text | undefined {
  if (off >= end) return undefined;
  const length = integerAt(view, off, end, 7);
  if (length === undefined || length.value > MAX_STRING) return undefined;
  const next = length.next + length.value;
  if (next > end) return undefined;
  const isCoded = view.getUint8(off) >= 0x80;
  if (!isCoded) return { text: readAscii(view, length.next, next), next };
  const decoded = decodeHuffman(view, length.next, next);
  return decoded === undefined ? undefined : { text: safe(decoded), next };
}

/** Control characters and what is no ASCII, as {@link readAscii} shows them. */
function safe(text: string): string {
  const octets = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return readAscii(new DataView(octets.buffer), 0, octets.length);
}
