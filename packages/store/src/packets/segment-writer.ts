/** The segment that is being written: a pcapng file that is whole after every chunk. */
import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from "node:fs";
import { type CaptureInterface, PcapngWriter } from "@wirescope/pcap";
import { encodeIndex, type SegmentIndex } from "./segment-index.ts";
import { PartBuilder } from "./segment-part.ts";

const INDEX_HEAD_LENGTH = 128;
/** Nine numbers of at most 16 digits; the last part's evidence is not known yet, and is mostly less. */
const INDEX_ROW_LENGTH = 256;

export class SegmentWriter {
  /** Octets of the file so far. */
  length = 0;
  readonly #descriptor: number;
  readonly #indexPath: string;
  readonly #firstNumber: number;
  readonly #writer = new PcapngWriter();
  readonly #builder = new PartBuilder();
  readonly #interfaces: CaptureInterface[] = [];

  /** @throws what the file system says, also where the file exists. */
  constructor(path: string, indexPath: string, firstNumber: number) {
    this.#descriptor = openSync(path, "wx", 0o600);
    this.#indexPath = indexPath;
    this.#firstNumber = firstNumber;
  }

  /** Number of the newest packet; 0 before the first. */
  get lastNumber(): number {
    return this.#builder.lastNumber;
  }

  /** As it stands; the last part may hold anything. */
  get index(): SegmentIndex {
    const { length } = this;
    return { length, interfaces: this.#interfaces, parts: this.#builder.snapshot() };
  }

  /** Octets that the index takes at most when the segment is closed now. */
  get indexLength(): number {
    const { parts, interfaces } = this.index;
    const head = INDEX_HEAD_LENGTH + JSON.stringify(interfaces).length;
    return parts.reduce((sum, { evidence }) => sum + INDEX_ROW_LENGTH + evidence.length, head);
  }

  /**
   * Appends whole packet blocks, the first of them numbered, whose interfaces are `interfaces`.
   *
   * @throws what the file system says; the file is then as it was.
   */
  append(blocks: Uint8Array, interfaces: readonly CaptureInterface[]): void {
    const added = interfaces.slice(this.#interfaces.length);
    const head = added.map((description) => this.#writer.interface(description));
    if (this.length === 0) head.unshift(this.#writer.header({ application: "Wirescope" }));
    const headLength = head.reduce((sum, block) => sum + block.length, 0);
    const offset = this.length + headLength;
    try {
      let at = this.length;
      for (const octets of [...head, blocks]) at = this.#write(octets, at);
      this.length = at;
    } catch (error) {
      ftruncateSync(this.#descriptor, this.length);
      throw error;
    }
    this.#interfaces.push(...added);
    const view = new DataView(blocks.buffer, blocks.byteOffset, blocks.length);
    this.#builder.add(view, offset, this.#interfaces, this.#firstNumber);
  }

  /** Leaves the index beside the segment where there is room for it; it can be made again. */
  close(): void {
    this.#builder.finish();
    closeSync(this.#descriptor);
    try {
      writeFileSync(this.#indexPath, encodeIndex(this.index), { mode: 0o600 });
    } catch {
      // A cut index is recognised, and made again from the segment.
    }
  }

  #write(octets: Uint8Array, position: number): number {
    let done = 0;
    while (done < octets.length) {
      done += writeSync(this.#descriptor, octets, done, octets.length - done, position + done);
    }
    return position + done;
  }
}
