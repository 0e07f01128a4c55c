/**
 * A minute on its way to the server: what goes into which table, in one piece for the spool.
 *
 * The length of the head (32 bits, little-endian), the head in JSON, and the rows of each insert one
 * after the other.
 */

/** Rows for one table, packed. */
export interface Insert {
  readonly table: string;
  readonly rows: Uint8Array;
}

export interface Parcel {
  /** Names the minute, so that what is sent twice counts once. */
  readonly token: string;
  /** Seconds since 1970. */
  readonly minute: number;
  readonly inserts: readonly Insert[];
}

interface Head {
  readonly token: string;
  readonly minute: number;
  readonly tables: readonly (readonly [table: string, length: number])[];
}

export function packParcel({ token, minute, inserts }: Parcel): Uint8Array {
  const tables = inserts.map(({ table, rows }) => [table, rows.length] as const);
  const head = Buffer.from(JSON.stringify({ token, minute, tables } satisfies Head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...inserts.map(({ rows }) => rows)]);
}

/** The inverse of {@link packParcel}; the rows share the memory of `bytes`. */
export function unpackParcel(bytes: Uint8Array): Parcel {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 4 + buffer.readUInt32LE(0);
  const head = JSON.parse(buffer.toString("utf8", 4, at)) as Head;
  const inserts = head.tables.map(([table, length]) => {
    const rows = buffer.subarray(at, at + length);
    at += length;
    return { table, rows };
  });
  return { token: head.token, minute: head.minute, inserts };
}
