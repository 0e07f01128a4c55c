/**
 * Chooses the largest of many by a histogram of their octets: first each is noted, then {@link settle}
 * says where the line is, then {@link keeps} tells of each whether it is above. An eighth of an octave
 * is one class; of the class that the line goes through the first to be asked about are kept.
 */

const CLASSES_PER_OCTAVE = 8;
/** Up to 2^53 octets. */
const CLASSES: number = 53 * CLASSES_PER_OCTAVE + 1;

function classOf(octets: number): number {
  return Math.min(CLASSES - 1, Math.floor(Math.log2(octets + 1) * CLASSES_PER_OCTAVE));
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
