// @ts-check
/** Numbers as LEB128 and texts with their length in front. */

const encoder = new TextEncoder();

export class VarintWriter {
  /** @type {number[]} */
  #octets = [];

  /** @param {number | bigint} value not negative */
  number(value) {
    let left = BigInt(value);
    while (left > 0x7fn) {
      this.#octets.push(Number(left & 0x7fn) | 0x80);
      left >>= 7n;
    }
    this.#octets.push(Number(left));
  }

  /** @param {string} text */
  text(text) {
    const bytes = encoder.encode(text);
    this.number(bytes.length);
    for (const octet of bytes) this.#octets.push(octet);
  }

  bytes() {
    return Uint8Array.from(this.#octets);
  }
}
