/** Reads the external data representation, RFC 4506: items of four octets, most significant first. */

import { MAX_NAME_LENGTH, readText } from "./name-text.ts";

/**
 * A place in `[start, end)`. What lies beyond the end reads as 0 or nothing and marks the cursor as
 * {@link failed}; it then stays where it is.
 */
export class XdrCursor {
  readonly view: DataView;
  off: number;
  readonly end: number;
  failed = false;

  constructor(view: DataView, start: number, end: number) {
    this.view = view;
    this.off = start;
    this.end = end;
  }

  /** Whether `octets` more can be read. */
  has(octets: number): boolean {
    return !this.failed && this.off + octets <= this.end;
  }

  /** Steps over `octets`; returns where they start, -1 where they are not all there. */
  take(octets: number): number {
    if (!this.has(octets)) {
      this.failed = true;
      return -1;
    }
    const at = this.off;
    this.off += octets;
    return at;
  }

  uint32(): number {
    const at = this.take(4);
    return at < 0 ? 0 : this.view.getUint32(at);
  }

  uint64(): bigint {
    const at = this.take(8);
    return at < 0 ? 0n : this.view.getBigUint64(at);
  }

  /** Opaque data of a length that stands in front of it, with its padding; undefined where it is cut. */
  opaque(): { readonly start: number; readonly end: number } | undefined {
    const length = this.uint32();
    const padded = length + ((4 - (length & 3)) & 3);
    const start = this.take(padded);
    return start < 0 ? undefined : { start, end: start + length };
  }

  /** As {@link opaque}, read as text. */
  text(): { readonly text: string; readonly start: number; readonly end: number } | undefined {
    const data = this.opaque();
    if (data === undefined) return undefined;
    const text = readText(this.view, data.start, Math.min(data.end, data.start + MAX_NAME_LENGTH));
    return { text, ...data };
  }
}
