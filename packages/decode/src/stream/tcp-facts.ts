/** What a connection's history tells of one segment. */

import type { CaptureTime } from "./capture-time.ts";

export interface TcpFacts {
  /** Bits of `TcpMark`. */
  marks: number;
  /** Initial sequence number of this direction and of the other; 0 where it is unknown. */
  base: number;
  reverseBase: number;
  /** A shift, or one of `WindowScale`. */
  scale: number;
  /** Frame that this one acknowledges, and the time since; absent where it acknowledges none. */
  acked: { readonly frame: number; readonly time: CaptureTime } | undefined;
  /** From the SYN to the acknowledgment of its answer. */
  initialRtt: { readonly from: CaptureTime; readonly to: CaptureTime } | undefined;
  /** Octets sent and not acknowledged; 0 where that is not known. */
  bytesInFlight: number;
  /** Octets since the last PSH flag; 0 for segments without payload. */
  pushBytes: number;
  /** Number of the duplicate acknowledgment and the frame that it repeats. */
  duplicateAck: { readonly number: number; readonly frame: number } | undefined;
  /** The frame that this one sends again. */
  retransmitted: { readonly frame: number; readonly time: CaptureTime } | undefined;
  /** First packet of the connection, and the one before this. */
  first: CaptureTime;
  previous: CaptureTime;
}
