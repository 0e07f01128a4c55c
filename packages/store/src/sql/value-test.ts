/** Comparisons of a filter as conditions on a column. */
import type { CompareOperator, Literal, LiteralRange, Tested } from "@wirescope/filter";
import { NotInHistoryError } from "./not-in-history.ts";
import { address, FALSE, number, or, type Sql, sql, TRUE, text } from "./sql.ts";
import type { SqlDialect } from "./sql-dialect.ts";
import { ipv4Octets, parseAddress } from "./stored-address.ts";
import { toRe2 } from "./text-pattern.ts";

/** `column operator value`, both of a kind that the engine compares by itself. */
export function compare(column: Sql, operator: CompareOperator, value: Sql): Sql {
  if (operator === "contains" || operator === "matches") {
    throw new TypeError(`${operator} is no order.`);
  }
  return sql`${column} ${ORDERS[operator]} ${value}`;
}

const ORDERS: Readonly<Record<Exclude<CompareOperator, "contains" | "matches">, Sql>> = {
  "==": sql`=`,
  "!=": sql`<>`,
  "<": sql`<`,
  "<=": sql`<=`,
  ">": sql`>`,
  ">=": sql`>=`,
};

export function numberTest(column: Sql, test: Tested): Sql {
  const numberOf = (literal: Literal): Sql => {
    if (literal.kind === "value" && typeof literal.value === "number") return number(literal.value);
    if (literal.kind === "value" && typeof literal.value === "bigint") return number(literal.value);
    throw new TypeError("A number is compared with something else.");
  };
  if (test.kind === "literal") return compare(column, test.operator, numberOf(test.literal));
  return inRanges(test.members, ({ from, to }) =>
    to === undefined
      ? sql`${column} = ${numberOf(from)}`
      : sql`(${column} >= ${numberOf(from)} AND ${column} <= ${numberOf(to)})`,
  );
}

/** @param field for the message where a pattern can't be used */
export function textTest(dialect: SqlDialect, field: string, column: Sql, test: Tested): Sql {
  if (test.kind === "membership") {
    return inRanges(test.members, ({ from, to }) =>
      to === undefined
        ? sql`${column} = ${textOf(from)}`
        : sql`(${column} >= ${textOf(from)} AND ${column} <= ${textOf(to)})`,
    );
  }
  const { operator, literal } = test;
  if (literal.kind === "pattern") {
    const pattern = toRe2(literal.expression);
    if (pattern === undefined) {
      throw new NotInHistoryError(
        `The regular expression for ${field} looks around or back, which can be done on packets only.`,
      );
    }
    return dialect.matches(column, text(pattern));
  }
  if (operator === "contains") return dialect.contains(column, textOf(literal));
  return compare(column, operator, textOf(literal));
}

/** Of a column with addresses; networks compare by their prefix. */
export function addressTest(column: Sql, test: Tested): Sql {
  if (test.kind === "membership") {
    return inRanges(test.members, ({ from, to = from }) => {
      const [first, last] = [rangeOf(from), rangeOf(to)];
      return between(column, first.first, last.last);
    });
  }
  const { first, last } = rangeOf(test.literal);
  return orderAddress(column, test.operator, first, last);
}

/**
 * Of a column with addresses whose filter field is a text: an address equals however it is written, and what is none
 * equals nothing.
 */
export function addressTextTest(field: string, column: Sql, test: Tested): Sql {
  const equals = (literal: Literal): Sql => {
    const octets = literal.kind === "value" ? parseAddress(String(literal.value)) : undefined;
    return octets === undefined ? FALSE : sql`${column} = ${address(octets)}`;
  };
  if (test.kind === "membership" && test.members.every(({ to }) => to === undefined)) {
    return or(test.members.map(({ from }) => equals(from)));
  }
  if (test.kind === "literal" && test.operator === "==") return equals(test.literal);
  if (test.kind === "literal" && test.operator === "!=") {
    const same = equals(test.literal);
    return same === FALSE ? TRUE : sql`(NOT ${same})`;
  }
  throw new NotInHistoryError(
    `Parts of the text of ${field} are known of packets only; compare it with ip.addr and a network instead.`,
  );
}

interface AddressRange {
  readonly first: Uint8Array;
  readonly last: Uint8Array;
}

function rangeOf(literal: Literal): AddressRange {
  if (literal.kind === "ipv4") {
    const first = (literal.word & literal.mask) >>> 0;
    return { first: ipv4Octets(first), last: ipv4Octets((first | ~literal.mask) >>> 0) };
  }
  if (literal.kind !== "ipv6") throw new TypeError("An address is compared with something else.");
  const { bytes, prefix } = literal;
  const hostBits = (i: number): number => 0xff >>> Math.min(8, Math.max(0, prefix - 8 * i));
  return {
    first: bytes.map((octet, i) => octet & ~hostBits(i)),
    last: bytes.map((octet, i) => octet | hostBits(i)),
  };
}

function orderAddress(
  column: Sql,
  operator: CompareOperator,
  first: Uint8Array,
  last: Uint8Array,
): Sql {
  switch (operator) {
    case "==":
      return between(column, first, last);
    case "!=":
      return sql`(NOT ${between(column, first, last)})`;
    case "<":
    case ">=":
      return compare(column, operator, address(first));
    default:
      return compare(column, operator, address(last));
  }
}

function between(column: Sql, first: Uint8Array, last: Uint8Array): Sql {
  if (first.every((octet, i) => octet === last[i])) return sql`${column} = ${address(first)}`;
  return sql`(${column} >= ${address(first)} AND ${column} <= ${address(last)})`;
}

function inRanges(members: readonly LiteralRange[], test: (member: LiteralRange) => Sql): Sql {
  return or(members.map(test));
}

function textOf(literal: Literal): Sql {
  if (literal.kind !== "value") throw new TypeError("A text is compared with something else.");
  return text(String(literal.value));
}
