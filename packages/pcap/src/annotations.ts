/** What a pcapng file says beside its packets: comments and names, each up to a bound. */

/** Comments kept, over all packets of a file. */
export const MAX_COMMENTS = 10_000;
/** Characters of comments kept, over all packets of a file. */
export const MAX_COMMENT_CHARACTERS = 4_194_304;
/** Address and name pairs kept. */
export const MAX_RESOLVED_NAMES = 65_536;

/** A name that the file's Name Resolution Blocks give an address. */
export interface ResolvedName {
  readonly ipVersion: 4 | 6;
  /** The address as 32-bit words in network order; IPv4 uses the first and leaves the others at 0. */
  readonly address: readonly [number, number, number, number];
  readonly name: string;
}

export class Annotations {
  /** Comments by frame number, from 1. */
  readonly comments: Map<number, string[]> = new Map();
  /** Comments on the sections and interfaces, in file order. */
  readonly fileComments: string[] = [];
  readonly resolvedNames: ResolvedName[] = [];
  /** Comments that were beyond the bound. */
  commentsDropped = 0;
  /** Names that were beyond the bound. */
  namesDropped = 0;
  /** Decryption Secrets Blocks. Their content is not kept. */
  secretsCount = 0;
  /** Packets that packet blocks report as lost, `epb_dropcount` and the obsolete block's counter. */
  droppedCount = 0;
  #commentCount = 0;
  #commentCharacters = 0;

  addPacketComment(frameNumber: number, text: string): void {
    if (!this.#admitComment(text)) return;
    const present = this.comments.get(frameNumber);
    if (present === undefined) this.comments.set(frameNumber, [text]);
    else present.push(text);
  }

  addFileComment(text: string): void {
    if (this.#admitComment(text)) this.fileComments.push(text);
  }

  addName(name: ResolvedName): void {
    if (this.resolvedNames.length < MAX_RESOLVED_NAMES) this.resolvedNames.push(name);
    else this.namesDropped++;
  }

  #admitComment(text: string): boolean {
    if (
      this.#commentCount >= MAX_COMMENTS ||
      this.#commentCharacters + text.length > MAX_COMMENT_CHARACTERS
    ) {
      this.commentsDropped++;
      return false;
    }
    this.#commentCount++;
    this.#commentCharacters += text.length;
    return true;
  }
}
