/**
 * Rows in ClickHouse's `Native` format: columns one after the other, each with its name and type. What
 * is in typed arrays already costs a copy, and the server has next to nothing to parse.
 *
 * https://clickhouse.com/docs/interfaces/formats/Native
 */
import type { Column } from "../column.ts";
import { ADDRESS_LENGTH, type ColumnValues, type TableRows, valuesOf } from "../table-rows.ts";

const WORD = 2 ** 32;

/** All of the rows in one block. */
export function encodeNative(rows: TableRows): Uint8Array<ArrayBuffer> {
  const { table, count } = rows;
  const block = new NativeBlock();
  block.length(table.columns.length);
  block.length(count);
  for (const column of table.columns) block.column(column, count, valuesOf(rows, column));
  return block.octets();
}

/** A buffer that grows. */
class NativeBlock {
  #bytes: Buffer<ArrayBuffer> = Buffer.allocUnsafe(65_536);
  #end = 0;

  octets(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#end);
  }

  /** An unsigned LEB128 number. */
  length(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#end++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#end++] = rest;
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.length(length);
    this.#reserve(length);
    this.#end += this.#bytes.write(value, this.#end);
  }

  column({ name, type }: Column, count: number, values: ColumnValues): void {
    this.text(name);
    switch (type) {
      case "label":
      case "text":
        this.text("String");
        for (let row = 0; row < count; row++) this.text(values[row] as string);
        return;
      case "address":
        this.text(`FixedString(${ADDRESS_LENGTH})`);
        this.#reserve(count * ADDRESS_LENGTH);
        this.#bytes.set((values as Uint8Array).subarray(0, count * ADDRESS_LENGTH), this.#end);
        this.#end += count * ADDRESS_LENGTH;
        return;
      default:
        this.text(`${type[0] === "u" ? "UInt" : "Int"}${type.replaceAll(/\D/g, "")}`);
        this.#numbers(Number(type.replaceAll(/\D/g, "")) / 8, count, values);
    }
  }

  /** Little-endian, two's complement. */
  #numbers(width: number, count: number, values: ColumnValues): void {
    this.#reserve(count * width);
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
    let at = this.#end;
    for (let row = 0; row < count; row++, at += width) {
      const value = values[row] as number | bigint;
      if (typeof value === "bigint") view.setBigInt64(at, value, true);
      else if (width === 1) view.setUint8(at, value);
      else if (width === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      if (width === 8 && typeof value === "number") {
        view.setUint32(at + 4, Math.floor(value / WORD), true);
      }
    }
    this.#end = at;
  }

  #reserve(length: number): void {
    if (this.#end + length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + length));
    this.#bytes.copy(grown, 0, 0, this.#end);
    this.#bytes = grown;
  }
}
