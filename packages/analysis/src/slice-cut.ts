/**
 * Chooses the largest of many by a histogram of their octets: first each is noted, then {@link SliceCut.settle}
 * says where the line is, then {@link SliceCut.keeps} tells of each whether it is above. Octets that differ in
 * their four leading bits are in different classes; of the class that the line goes through the first to be
 * asked about are kept.
 */

/** Bits behind the leading one that tell classes apart. */
const CLASS_BITS = 3;
/** Classes up to {@link MAX_OCTETS}. */
const CLASSES: number = 32 << CLASS_BITS;
/** From here on all are of one class. */
const MAX_OCTETS = 0xffff_ffff;

function classOf(octets: number): number {
  const value = octets < MAX_OCTETS ? octets >>> 0 : MAX_OCTETS;
  const shift = 31 - CLASS_BITS - Math.clz32(value);
  // Small ones are their own class.
  return shift < 0 ? value : ((shift + 1) << CLASS_BITS) + ((value >>> shift) & 7);
}

export class SliceCut {
  readonly #counts: Uint32Array = new Uint32Array(CLASSES);
  /** What is in a higher class is kept. */
  #line = -1;
  /** How many more of the line's own class are kept. */
  #room = 0;

  note(octets: number): void {
    this.#counts[classOf(octets)]!++;
  }

  /** Draws the line so that `limit` of what was noted are kept, or all if they are fewer; forgets what was noted. */
  settle(limit: number): void {
    const counts = this.#counts;
    let room = limit;
    let line = CLASSES - 1;
    while (line >= 0 && counts[line]! <= room) room -= counts[line--]!;
    this.#line = line;
    this.#room = room;
    counts.fill(0);
  }

  keeps(octets: number): boolean {
    const own = classOf(octets);
    if (own !== this.#line) return own > this.#line;
    if (this.#room === 0) return false;
    this.#room--;
    return true;
  }
}
