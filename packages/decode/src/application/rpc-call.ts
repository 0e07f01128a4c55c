/** A remote procedure call or its reply, as the readers of programs see it. */

import type { Tree } from "../tree.ts";
import type { XdrCursor } from "./xdr.ts";

/** What a reply is matched with. */
export interface RpcCall {
  readonly frame: number;
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
}

export interface RpcMessage extends RpcCall {
  readonly tree: Tree;
  readonly isReply: boolean;
  /** At the arguments or the results. */
  readonly cursor: XdrCursor;
}

/** One program: what it is called, and what its messages hold. */
export interface RpcProgram {
  /** As the packet list names it. */
  readonly name: string;
  /** As lists of programs name it. */
  readonly title: string;
  /** Names of the procedures of a version, by number. */
  readonly procedures: (version: number) => readonly string[];
  /**
   * Adds the arguments or results as a layer; absent where they are left as they are.
   *
   * @returns what the Info column says behind the procedure's name
   */
  readonly dissect?: (message: RpcMessage, procedure: string) => string;
}
