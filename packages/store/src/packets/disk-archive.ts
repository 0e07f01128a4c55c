/** Packets on disk as an archive that is searched like the one in memory, stepping over what can't match. */
import { closeSync, openSync, readSync } from "node:fs";
import { type CaptureInterface, PacketBlockCursor } from "@wirescope/pcap";
import {
  type CompiledScope,
  InterfaceList,
  isLater,
  type PacketLookup,
  type PacketPage,
  type PacketTime,
} from "@wirescope/query";
import { mayHold } from "./evidence.ts";
import type { PacketDisk } from "./packet-disk.ts";
import type { Segment } from "./segment.ts";
import type { SegmentPart } from "./segment-part.ts";

/** Pages kept, each of a part, about half a mebioctet. */
const PAGE_LIMIT = 8;

export class DiskArchive implements PacketLookup {
  readonly #disk: PacketDisk;
  readonly #interfaces = new InterfaceList();
  /** Pages of complete segments, most recently used last. */
  readonly #pages: PacketPage[] = [];

  constructor(disk: PacketDisk) {
    this.#disk = disk;
  }

  get firstNumber(): number {
    return this.#disk.segments[0]?.firstNumber ?? 0;
  }

  get lastNumber(): number {
    return this.#disk.segments.length === 0 ? 0 : this.#disk.lastNumber;
  }

  /** What the pages number. */
  get interfaces(): readonly CaptureInterface[] {
    return this.#interfaces.all;
  }

  /** Times of the oldest and of the newest packet; undefined where there is none. */
  get span(): { readonly earliest: PacketTime; readonly latest: PacketTime } | undefined {
    const { segments } = this.#disk;
    const [first] = segments;
    const last = segments.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const earliest = this.#disk.indexOf(first)?.parts[0]?.earliest;
    const latest = this.#disk.indexOf(last)?.parts.at(-1)?.latest;
    return earliest === undefined || latest === undefined ? undefined : { earliest, latest };
  }

  page(number: number): PacketPage | undefined {
    const kept = this.#pages.findIndex(
      ({ firstNumber, count }) => firstNumber <= number && number < firstNumber + count,
    );
    if (kept >= 0) {
      const [page] = this.#pages.splice(kept, 1) as [PacketPage];
      // Of a segment that is gone by now, nothing is held any more.
      if (page.firstNumber < this.firstNumber) return undefined;
      this.#pages.push(page);
      return page;
    }
    const segment = this.#disk.segments[this.#indexAt(number)];
    const index = segment && this.#disk.indexOf(segment);
    const part = index && lastAtMost(index.parts, number);
    if (part === undefined || number > lastOf(part)) return undefined;
    const page = this.#read(segment as Segment, part, index?.interfaces ?? []);
    if (page !== undefined && this.#disk.isComplete(segment as Segment)) {
      this.#pages.push(page);
      if (this.#pages.length > PAGE_LIMIT) this.#pages.shift();
    }
    return page;
  }

  /** Looks into one segment's index at most; one that can't hold a match by its times is stepped over. */
  seek(number: number, step: 1 | -1, scope: CompiledScope | undefined): number | undefined {
    const { segments } = this.#disk;
    let at = Math.max(this.#indexAt(number), 0);
    for (; segments[at] !== undefined; at += step) {
      const segment = segments[at] as Segment;
      const isPast = segment.span !== undefined && !overlaps(segment.span, scope);
      if (isPast && this.#disk.isComplete(segment)) continue;
      const place = this.#seekIn(segment, number, step, scope);
      if (place !== undefined) return place;
      const next = segments[at + step];
      if (next === undefined) return undefined;
      return step > 0 ? next.firstNumber : segment.firstNumber - 1;
    }
    return undefined;
  }

  #seekIn(
    segment: Segment,
    number: number,
    step: 1 | -1,
    scope: CompiledScope | undefined,
  ): number | undefined {
    const parts = this.#disk.indexOf(segment)?.parts ?? [];
    let at = partAt(parts, number);
    if (step > 0 && (at < 0 || lastOf(parts[at] as SegmentPart) < number)) at++;
    for (; parts[at] !== undefined; at += step) {
      const part = parts[at] as SegmentPart;
      if (!overlaps(part, scope)) continue;
      if (scope !== undefined && !mayHold(part.evidence, scope.filter.requirement)) continue;
      return step > 0 ? Math.max(number, part.firstNumber) : Math.min(number, lastOf(part));
    }
    return undefined;
  }

  /** Place of the last segment that begins at or before `number`, -1 without one. */
  #indexAt(number: number): number {
    const { segments } = this.#disk;
    let low = 0;
    let high = segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((segments[middle] as Segment).firstNumber <= number) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A page of its own; undefined where the segment is gone, or is not what its index says. */
  #read(
    segment: Segment,
    part: SegmentPart,
    interfaces: readonly CaptureInterface[],
  ): PacketPage | undefined {
    const octets = readPart(segment.path, part);
    if (octets === undefined) return undefined;
    const numbers: number[] = [];
    this.#interfaces.extend(numbers, interfaces);
    const { firstNumber, count } = part;
    const page = {
      ...{ firstNumber, count, view: new DataView(octets.buffer) },
      start: new Uint32Array(count),
      capturedLength: new Uint32Array(count),
      originalLength: new Uint32Array(count),
      seconds: new Float64Array(count),
      nanoseconds: new Uint32Array(count),
      interfaceId: new Uint32Array(count),
      linkType: new Uint16Array(count),
    };
    const cursor = new PacketBlockCursor(page.view);
    for (let row = 0; row < count; row++) {
      const description = cursor.next() ? interfaces[cursor.interfaceId] : undefined;
      if (description === undefined) return undefined;
      page.start[row] = cursor.start;
      page.capturedLength[row] = cursor.capturedLength;
      page.originalLength[row] = cursor.originalLength;
      page.seconds[row] = cursor.seconds;
      page.nanoseconds[row] = cursor.nanoseconds;
      page.interfaceId[row] = numbers[cursor.interfaceId] ?? 0;
      page.linkType[row] = description.linkType;
    }
    return page;
  }
}

function readPart(
  path: string,
  { offset, length }: SegmentPart,
): Uint8Array<ArrayBuffer> | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    const octets = new Uint8Array(length);
    return readSync(descriptor, octets, 0, length, offset) === length ? octets : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

function lastOf({ firstNumber, count }: SegmentPart): number {
  return firstNumber + count - 1;
}

/** Place of the last part that begins at or before `number`, -1 without one. */
function partAt(parts: readonly SegmentPart[], number: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle] as SegmentPart).firstNumber <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lastAtMost(parts: readonly SegmentPart[], number: number): SegmentPart | undefined {
  return parts[partAt(parts, number)];
}

function overlaps(
  { earliest, latest }: { readonly earliest: PacketTime; readonly latest: PacketTime },
  scope: CompiledScope | undefined,
): boolean {
  if (scope === undefined || scope.window.unlimited) return true;
  const { fromSeconds, fromNanoseconds, toSeconds, toNanoseconds } = scope.window;
  return (
    !isLater({ seconds: fromSeconds, nanoseconds: fromNanoseconds }, latest) &&
    isLater({ seconds: toSeconds, nanoseconds: toNanoseconds }, earliest)
  );
}
