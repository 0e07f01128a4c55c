/**
 * Addresses as text: IPv4 dotted decimal, IPv6 (RFC 5952), MAC (EUI-48).
 *
 * IPv6 addresses are four 32-bit words in network order, as {@link Packet} holds them.
 */

import { hex } from "./text.ts";

export type Ipv6Words = readonly [number, number, number, number];

export function formatIpv4(w0: number): string {
  return `${w0 >>> 24}.${(w0 >>> 16) & 0xff}.${(w0 >>> 8) & 0xff}.${w0 & 0xff}`;
}

/**
 * The canonical text of RFC 5952.
 *
 * Addresses that embed an IPv4 address (`::ffff:192.0.2.1`, `::192.0.2.1`) show it in dotted
 * decimal, as section 5 recommends and `inet_ntop` does.
 */
export function formatIpv6(w0: number, w1: number, w2: number, w3: number): string {
  if (w0 === 0 && w1 === 0) {
    if (w2 === 0xffff) return `::ffff:${formatIpv4(w3)}`;
    if (w2 === 0 && w3 >>> 16 !== 0) return `::${formatIpv4(w3)}`;
  }
  const groups = [w0, w1, w2, w3].flatMap((word) => [word >>> 16, word & 0xffff]);
  const run = longestZeroRun(groups);
  const text = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(":");
  if (run.length < 2) return text(0, 8);
  return `${text(0, run.start)}::${text(run.start + run.length, 8)}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  });
  return best;
}

/** The six octets at `offset`, lower case with colons: `a4:83:e7:00:12:9f`. */
export function formatMac(view: DataView, offset: number): string {
  let text = hex(view.getUint8(offset), 2);
  for (let i = 1; i < 6; i += 1) text += `:${hex(view.getUint8(offset + i), 2)}`;
  return text;
}

export function readIpv6(view: DataView, offset: number): string {
  return formatIpv6(
    view.getUint32(offset),
    view.getUint32(offset + 4),
    view.getUint32(offset + 8),
    view.getUint32(offset + 12),
  );
}

/** Four decimal octets without leading zeros; undefined for anything else. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let word = 0;
  for (const part of parts) {
    if (!/^(0|[1-9][0-9]{0,2})$/.test(part)) return undefined;
    const octet = Number(part);
    if (octet > 255) return undefined;
    word = word * 256 + octet;
  }
  return word;
}

/** Any text form of RFC 4291 §2.2; undefined for anything else (zones and prefixes included). */
export function parseIpv6(text: string): Ipv6Words | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const compressed = halves.length === 2;
  const head = parseGroups(halves[0] as string, !compressed);
  const tail = compressed ? parseGroups(halves[1] as string, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (compressed ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const word = (index: number): number => groups[index]! * 0x1_0000 + groups[index + 1]!;
  return [word(0), word(2), word(4), word(6)];
}

function parseGroups(text: string, ipv4Allowed: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const ipv4 = ipv4Allowed && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (ipv4 === undefined) return undefined;
    groups.push(ipv4 >>> 16, ipv4 & 0xffff);
  }
  return groups;
}

/** Six octets in base 16, separated by `:` or `-`, or three groups of four digits with dots. */
export function parseMac(text: string): Uint8Array | undefined {
  const pairs = /^[0-9a-f]{1,2}([:-])[0-9a-f]{1,2}(?:\1[0-9a-f]{1,2}){4}$/i.test(text);
  if (pairs) return Uint8Array.from(text.split(/[:-]/), (part) => Number.parseInt(part, 16));
  if (!/^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i.test(text)) return undefined;
  const digits = text.replaceAll(".", "");
  return Uint8Array.from({ length: 6 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}
