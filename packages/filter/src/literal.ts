/** Literals of a filter as values of the type that they are compared with. */

import { encodeUtf8, type FieldSpec, parseIpv4, parseIpv6, parseMac } from "@wirescope/decode";
import { FilterError, type Span } from "./errors.ts";
import type { ValueClass } from "./field-table.ts";
import { parseTime } from "./time.ts";
import type { Literal } from "./typed.ts";

export interface LiteralSource extends Span {
  readonly kind: "word" | "string" | "character";
  readonly text: string;
}

/** What the literal is compared with. */
export interface LiteralTarget {
  readonly valueClass: ValueClass;
  /** Name for messages: `tcp.port`, `len(http.host)`. */
  readonly name: string;
  /** The field's definition, where the other side is a plain field. */
  readonly spec: FieldSpec | undefined;
}

/** `source` as a value of the target's type. Throws `FILTER_BAD_VALUE` when it is none. */
export function readLiteral(source: LiteralSource, target: LiteralTarget): Literal {
  const literal = tryLiteral(source, target);
  if (literal !== undefined) return literal;
  const written = source.kind === "string" ? JSON.stringify(source.text) : source.text;
  throw new FilterError(
    "FILTER_BAD_VALUE",
    `${written} is no value of ${target.name}, which ${EXPECTED[target.valueClass]}.`,
    source,
  );
}

const EXPECTED: Readonly<Record<ValueClass, string>> = {
  number: "is a number",
  boolean: "is true or false",
  string: "is a text",
  bytes: "is octets, as in 00:1f:e2",
  ipv4: "is an IPv4 address or network, as in 10.0.0.1 or 10.0.0.0/8",
  ipv6: "is an IPv6 address or network, as in fe80::1 or fe80::/10",
  ether: "is a MAC address, as in a4:83:e7:00:12:9f",
  time: 'is a time, as in "2026-01-31 12:00:00" or seconds since 1970',
  protocol: "is octets, as in 00:1f:e2, or a quoted text",
};

function tryLiteral(source: LiteralSource, target: LiteralTarget): Literal | undefined {
  const { text } = source;
  switch (target.valueClass) {
    case "number":
      return numberLiteral(source, target);
    case "boolean":
      return booleanLiteral(text, target.spec);
    case "string":
      return { kind: "value", value: text };
    case "bytes":
    case "protocol":
      return source.kind === "word"
        ? bytesLiteral(text)
        : { kind: "value", value: encodeUtf8(text) };
    case "ipv4":
      return ipv4Literal(text);
    case "ipv6":
      return ipv6Literal(text);
    case "ether": {
      const mac = parseMac(text);
      return mac && { kind: "value", value: mac };
    }
    case "time": {
      const time = parseTime(text);
      return time === undefined ? undefined : { kind: "value", value: time };
    }
  }
}

/** Decimal, `0x` hexadecimal, `0b` binary, and octal with a leading zero, as in C. */
export function parseNumber(text: string): number | bigint | undefined {
  const match = /^([+-]?)(0x[0-9a-f]+|0b[01]+|[0-9]+(?:\.[0-9]+)?)$/i.exec(text);
  if (match === null) return undefined;
  const digits = match[2]!;
  const isOctal = /^0[0-9]+$/.test(digits);
  if (isOctal && !/^[0-7]+$/.test(digits)) return undefined;
  const value = digits.includes(".") ? Number(digits) : BigInt(isOctal ? `0o${digits}` : digits);
  const signed = match[1] === "-" ? -value : value;
  const isExact = typeof signed === "number" || BigInt(Number(signed)) === signed;
  return isExact ? Number(signed) : signed;
}

function numberLiteral(source: LiteralSource, target: LiteralTarget): Literal | undefined {
  if (source.kind === "character") return { kind: "value", value: source.text.codePointAt(0)! };
  const value = source.kind === "word" ? parseNumber(source.text) : undefined;
  const named = value ?? namedValue(source.text, target.spec);
  if (named === undefined) return undefined;
  checkRange(named, source, target);
  return { kind: "value", value: named };
}

/** The number that the field's own table names so: `arp.opcode == request`. */
function namedValue(text: string, spec: FieldSpec | undefined): number | undefined {
  if (spec?.values === undefined || typeof spec.values === "function") return undefined;
  const lower = text.toLowerCase();
  for (const [number, name] of Object.entries(spec.values)) {
    if (name.toLowerCase() === lower) return Number(number);
  }
  return undefined;
}

const BITS: Readonly<Partial<Record<FieldSpec["type"], number>>> = {
  uint8: 8,
  uint16: 16,
  uint24: 24,
  uint32: 32,
  uint48: 48,
  uint64: 64,
  frameNumber: 32,
};

const SIGNED_BITS: Readonly<Partial<Record<FieldSpec["type"], number>>> = {
  int8: 8,
  int16: 16,
  int32: 32,
};

function checkRange(value: number | bigint, source: Span, target: LiteralTarget): void {
  const type = target.spec?.type;
  if (type === undefined) return;
  const bits = BITS[type];
  const signed = SIGNED_BITS[type];
  if (bits === undefined && signed === undefined) return;
  const low = signed === undefined ? 0n : -(1n << BigInt(signed - 1));
  const high = signed === undefined ? (1n << BigInt(bits!)) - 1n : (1n << BigInt(signed - 1)) - 1n;
  if (value >= low && value <= high) return;
  throw new FilterError(
    "FILTER_BAD_VALUE",
    `${value} is out of range: ${target.name} is ${low} to ${high}.`,
    source,
  );
}

function booleanLiteral(text: string, spec: FieldSpec | undefined): Literal | undefined {
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "set") return { kind: "value", value: 1 };
  if (lower === "false" || lower === "not set") return { kind: "value", value: 0 };
  const number = parseNumber(text) ?? namedValue(text, spec);
  return number === undefined ? undefined : { kind: "value", value: Number(number) === 0 ? 0 : 1 };
}

/** `47:45:54`, `47-45-54`, `47.45.54`, pairs without separators, or `0x47` for one octet. */
/** Pairs of hexadecimal digits, `:`, `.`, `-` or nothing between them; a single octet as `2` and `0x02` too. */
function bytesLiteral(text: string): Literal | undefined {
  const [, single] = /^(?:0x)?([0-9a-f]{1,2})$/i.exec(text) ?? [];
  if (single !== undefined) {
    return { kind: "value", value: Uint8Array.of(Number.parseInt(single, 16)) };
  }
  if (!/^[0-9a-f]{2}(?:([:.-])[0-9a-f]{2}(?:\1[0-9a-f]{2})*|(?:[0-9a-f]{2})*)$/i.test(text)) {
    return undefined;
  }
  const digits = text.replaceAll(/[:.-]/g, "");
  const value = Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
  return { kind: "value", value };
}

function splitPrefix(text: string, bits: number): { address: string; prefix: number } | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return { address: text, prefix: bits };
  const length = text.slice(slash + 1);
  if (!/^[0-9]{1,3}$/.test(length) || Number(length) > bits) return undefined;
  return { address: text.slice(0, slash), prefix: Number(length) };
}

function ipv4Literal(text: string): Literal | undefined {
  const parts = splitPrefix(text, 32);
  const word = parts && parseIpv4(parts.address);
  if (word === undefined) return undefined;
  const mask = parts!.prefix === 0 ? 0 : (0xffff_ffff << (32 - parts!.prefix)) >>> 0;
  return { kind: "ipv4", word, mask };
}

function ipv6Literal(text: string): Literal | undefined {
  const parts = splitPrefix(text, 128);
  const words = parts && parseIpv6(parts.address);
  if (words === undefined) return undefined;
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 4; i += 1) view.setUint32(4 * i, words[i]!);
  return { kind: "ipv6", bytes, prefix: parts!.prefix };
}
