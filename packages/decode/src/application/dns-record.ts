/**
 * Resource records, RFC 1035 §4.1.3: where one starts, what it says, where its data lies.
 *
 * A cursor over the records of one message. `next` reuses the cursor, so nothing is allocated while
 * records are skipped.
 */

import { additionalCount, answerCount, authorityCount, HEADER_LEN, questionCount } from "./dns.ts";
import { skipName } from "./dns-name.ts";

export type Section = "answer" | "authority" | "additional";

export class RecordCursor {
  #view: DataView = new DataView(new ArrayBuffer(0));
  #end = 0;
  #next = 0;
  #answers = 0;
  #authorities = 0;
  #additionals = 0;

  section: Section = "answer";
  /** Offset of the owner name. */
  start = 0;
  /** Offset of the type field, behind the owner name. */
  fixed = 0;
  type = 0;
  /** Class, without the cache-flush bit that mDNS keeps in it. */
  recordClass = 0;
  /** Seconds. */
  timeToLive = 0;
  dataStart = 0;
  /** End of the data that was captured; before {@link dataStart} + {@link dataLength} if cut. */
  dataEnd = 0;
  dataLength = 0;

  /** Starts at the first record of the message in `[off, end)`, whose header is whole. */
  open(view: DataView, off: number, end: number): void {
    this.#view = view;
    this.#end = end;
    this.#answers = answerCount(view, off);
    this.#authorities = authorityCount(view, off);
    this.#additionals = additionalCount(view, off);
    let at = off + HEADER_LEN;
    for (let left = questionCount(view, off); left > 0 && at >= 0; left -= 1) {
      at = skipName(view, at, end);
      if (at >= 0) at += 4;
    }
    this.#next = at < 0 || at > end ? end : at;
  }

  /** Moves to the next record; false at the end, or where the capture or sense ends. */
  next(): boolean {
    if (this.#answers > 0) {
      this.#answers -= 1;
      this.section = "answer";
    } else if (this.#authorities > 0) {
      this.#authorities -= 1;
      this.section = "authority";
    } else if (this.#additionals > 0) {
      this.#additionals -= 1;
      this.section = "additional";
    } else {
      return false;
    }
    this.start = this.#next;
    this.fixed = skipName(this.#view, this.start, this.#end);
    if (this.fixed < 0 || this.fixed + 10 > this.#end) return false;
    this.type = this.#view.getUint16(this.fixed);
    this.recordClass = this.#view.getUint16(this.fixed + 2) & 0x7fff;
    this.timeToLive = this.#view.getUint32(this.fixed + 4);
    this.dataLength = this.#view.getUint16(this.fixed + 8);
    this.dataStart = this.fixed + 10;
    this.dataEnd = Math.min(this.dataStart + this.dataLength, this.#end);
    this.#next = this.dataEnd;
    return true;
  }

  /** True when the record's data was captured whole. */
  get isWhole(): boolean {
    return this.dataEnd === this.dataStart + this.dataLength;
  }
}
