/** A file of the catalog in memory that threads share, inflated by the first of them that asks for it. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import type { CatalogFile } from "@wirescope/catalog";

/** Octets behind gzip's data that say how many there are uncompressed (RFC 1952 §2.3.1). */
const SIZE_LEN = 4;

const State = { Compressed: 0, UnderWay: 1, Inflated: 2 } as const;

/** Plain data: handed to another thread, it is the same memory there. */
export interface ShippedFile {
  readonly compressed: Uint8Array;
  readonly content: Uint8Array;
  /** One {@link State}. */
  readonly state: Int32Array;
}

export function readShippedFile(name: CatalogFile): ShippedFile {
  const path = createRequire(import.meta.url).resolve(`@wirescope/catalog/data/${name}`);
  const descriptor = openSync(path, "r");
  try {
    const { size } = fstatSync(descriptor);
    const compressed = new Uint8Array(new SharedArrayBuffer(size));
    readSync(descriptor, compressed);
    const length = new DataView(compressed.buffer).getUint32(size - SIZE_LEN, true);
    return {
      compressed,
      content: new Uint8Array(new SharedArrayBuffer(length)),
      state: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    };
  } finally {
    closeSync(descriptor);
  }
}

/** The file's content; a thread that comes while another one inflates it waits for some ten milliseconds. */
export function inflate({ compressed, content, state }: ShippedFile): Uint8Array {
  const found = Atomics.compareExchange(state, 0, State.Compressed, State.UnderWay);
  if (found === State.Compressed) {
    content.set(gunzipSync(compressed));
    Atomics.store(state, 0, State.Inflated);
    Atomics.notify(state, 0);
  } else {
    Atomics.wait(state, 0, State.UnderWay);
  }
  return content;
}
