/**
 * SQL as fragments, so that no text from outside ever becomes part of a statement: numbers and addresses
 * are written by us, texts are bound as parameters.
 */

export class Sql {
  /** Pieces of the statement; between each two lies a parameter. */
  readonly pieces: readonly string[];
  readonly parameters: readonly string[];

  constructor(pieces: readonly string[], parameters: readonly string[]) {
    this.pieces = pieces;
    this.parameters = parameters;
  }
}

/** A statement with places for its parameters, as an engine takes it. */
export interface Statement {
  readonly text: string;
  /** Texts, the first for place 1. */
  readonly parameters: readonly string[];
}

/** A fragment of SQL; what is put in are fragments themselves. */
export function sql(texts: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
  return concatenate(texts, parts);
}

export function joinSql(parts: readonly Sql[], separator: string): Sql {
  if (parts.length === 0) return EMPTY;
  return concatenate(["", ...parts.slice(1).map(() => separator), ""], parts);
}

export const EMPTY: Sql = new Sql([""], []);
export const TRUE: Sql = new Sql(["(1 = 1)"], []);
export const FALSE: Sql = new Sql(["(1 = 0)"], []);

/** A table's or column's name, from our own text. */
export function identifier(name: string): Sql {
  if (!/^[a-z_][a-z0-9_.]*$/.test(name)) throw new TypeError(`${name} is no identifier.`);
  return new Sql([name], []);
}

/** A finite number, written out. */
export function number(value: number | bigint): Sql {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`${value} can't be written in SQL.`);
  }
  return new Sql([String(value)], []);
}

/** A text, bound as a parameter. */
export function text(value: string): Sql {
  return new Sql(["", ""], [value]);
}

/** An address of 16 octets, as its column holds it. */
export function address(octets: Uint8Array): Sql {
  return new Sql([`unhex('${toHex(octets)}')`], []);
}

export function toHex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

export function and(conditions: readonly Sql[]): Sql {
  const parts = conditions.filter((condition) => condition !== TRUE);
  if (parts.includes(FALSE)) return FALSE;
  if (parts.length === 0) return TRUE;
  return parts.length === 1 ? parts[0]! : sql`(${joinSql(parts, " AND ")})`;
}

export function or(conditions: readonly Sql[]): Sql {
  const parts = conditions.filter((condition) => condition !== FALSE);
  if (parts.includes(TRUE)) return TRUE;
  if (parts.length === 0) return FALSE;
  return parts.length === 1 ? parts[0]! : sql`(${joinSql(parts, " OR ")})`;
}

export function not(condition: Sql): Sql {
  if (condition === TRUE) return FALSE;
  return condition === FALSE ? TRUE : sql`(NOT ${condition})`;
}

/** Whether two fragments say the same. */
export function isSame(a: Sql, b: Sql): boolean {
  const key = ({ pieces, parameters }: Sql): string => JSON.stringify([pieces, parameters]);
  return key(a) === key(b);
}

/** @param placeholder what stands for the parameter at a place, from 1 */
export function toStatement(
  { pieces, parameters }: Sql,
  placeholder: (place: number) => string,
): Statement {
  const statement = pieces.map((piece, i) => (i === 0 ? piece : placeholder(i) + piece)).join("");
  return { text: statement, parameters };
}

function concatenate(texts: readonly string[], parts: readonly Sql[]): Sql {
  const pieces = [texts[0]!];
  const parameters: string[] = [];
  for (const [i, part] of parts.entries()) {
    pieces.push(pieces.pop()! + part.pieces[0]!, ...part.pieces.slice(1));
    pieces.push(pieces.pop()! + texts[i + 1]!);
    parameters.push(...part.parameters);
  }
  return new Sql(pieces, parameters);
}
