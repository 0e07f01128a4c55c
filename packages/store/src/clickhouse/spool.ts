/**
 * Minutes that the server has not taken yet, one file for each, oldest first. What is in here survives
 * the end of the program; beyond its capacity the oldest go, and are counted.
 *
 * A file's name has its number, how many lost minutes its minute tells of, and the process that wrote it:
 * two that share a directory by mistake leave each other's files alone. It is `WSPL`, the length of what follows and its CRC-32 (both 32 bits, little-endian), and the
 * minute.
 */
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";

const MAGIC = 0x4c505357;
const HEADER_LENGTH = 12;

export interface SpoolOptions {
  /** Made where it does not exist, for this user alone. */
  readonly directory: string;
  /** Octets of all files together. */
  readonly capacity: number;
}

interface Entry {
  readonly number: number;
  readonly pid: number;
  /** Lost minutes that it tells of: they are to be told anew when it is lost itself. */
  readonly told: number;
  readonly length: number;
}

export class Spool {
  /** Minutes that were given up for want of room or were damaged, since the start. */
  lost = 0;
  /** Lost minutes that no minute tells of yet. */
  untold = 0;
  readonly #directory: string;
  readonly #capacity: number;
  readonly #entries: Entry[];
  #length: number;
  #next: number;
  /** The entry that is being sent, and so is not given up. */
  #held: Entry | undefined;

  private constructor({ directory, capacity }: SpoolOptions, entries: Entry[]) {
    this.#directory = directory;
    this.#capacity = capacity;
    this.#entries = entries;
    this.#length = entries.reduce((sum, { length }) => sum + length, 0);
    this.#next = (entries.at(-1)?.number ?? 0) + 1;
  }

  /** @throws the file system's error when the directory can't be made or read. */
  static async open(options: SpoolOptions): Promise<Spool> {
    const { directory } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const entries: Entry[] = [];
    for (const name of await readdir(directory)) {
      const path = join(directory, name);
      const [, number, told, pid, isPart] = /^(\d+)-(\d+)-(\d+)\.minute(\.part)?$/.exec(name) ?? [];
      if (isPart !== undefined) await rm(path);
      else if (number !== undefined) {
        const { size } = await stat(path);
        const entry = { number: Number(number), told: Number(told), pid: Number(pid) };
        entries.push({ ...entry, length: size });
      }
    }
    entries.sort((a, b) => a.number - b.number);
    return new Spool(options, entries);
  }

  /** Minutes held. */
  get count(): number {
    return this.#entries.length;
  }

  /** Octets on the disk. */
  get length(): number {
    return this.#length;
  }

  /**
   * Keeps a minute, which tells of `told` lost ones; when this resolves it is on the disk, or counted as
   * {@link lost} since it is larger than all there is room for.
   *
   * @throws the file system's error when it can't be written; nothing is left of it then.
   */
  async append(minute: Uint8Array, told = 0): Promise<void> {
    const length = HEADER_LENGTH + minute.length;
    while (this.#length + length > this.#capacity && (await this.#giveUpOldest()));
    if (this.#length + length > this.#capacity) {
      this.#count(told);
      return;
    }
    const entry: Entry = { number: this.#next++, told, pid: process.pid, length };
    const path = this.#path(entry);
    const part = `${path}.part`;
    try {
      const file = await open(part, "wx", 0o600);
      try {
        await file.writev([header(minute), minute]);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    this.#entries.push(entry);
    this.#length += length;
  }

  /**
   * The oldest minute, undefined when there is none. It stays until {@link remove}; one that is damaged
   * is counted as lost and left out.
   */
  async oldest(): Promise<Uint8Array | undefined> {
    for (;;) {
      const entry = this.#entries[0];
      this.#held = entry;
      if (entry === undefined) return undefined;
      const minute = await this.#read(entry);
      if (minute !== undefined) return minute;
      this.#count(entry.told);
      await this.remove();
    }
  }

  /** Takes away what {@link oldest} gave. */
  async remove(): Promise<void> {
    const entry = this.#held;
    this.#held = undefined;
    if (entry !== undefined) await this.#forget(entry);
  }

  async #read(entry: Entry): Promise<Uint8Array | undefined> {
    const bytes = await readFile(this.#path(entry)).catch(() => undefined);
    if (bytes === undefined || bytes.length < HEADER_LENGTH) return undefined;
    const minute = bytes.subarray(HEADER_LENGTH);
    const isWhole =
      bytes.readUInt32LE(0) === MAGIC &&
      bytes.readUInt32LE(4) === minute.length &&
      bytes.readUInt32LE(8) === crc32(minute);
    return isWhole ? minute : undefined;
  }

  /** False when nothing may go. */
  async #giveUpOldest(): Promise<boolean> {
    const entry = this.#entries.find((candidate) => candidate !== this.#held);
    if (entry === undefined) return false;
    await this.#forget(entry);
    this.#count(entry.told);
    return true;
  }

  /** A minute is lost that told of others. */
  #count(told: number): void {
    this.lost++;
    this.untold += 1 + told;
  }

  /** A file that can't be removed comes again with the next start, under its old token. */
  async #forget(entry: Entry): Promise<void> {
    await rm(this.#path(entry), { force: true }).catch(() => undefined);
    const place = this.#entries.indexOf(entry);
    if (place < 0) return;
    this.#entries.splice(place, 1);
    this.#length -= entry.length;
  }

  #path({ number, told, pid }: Entry): string {
    return join(this.#directory, `${String(number).padStart(12, "0")}-${told}-${pid}.minute`);
  }
}

function header(minute: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(HEADER_LENGTH);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(minute.length, 4);
  bytes.writeUInt32LE(crc32(minute), 8);
  return bytes;
}
