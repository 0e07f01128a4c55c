/** What is remembered of one direction of a TCP connection. */

import type { CaptureTime } from "./capture-time.ts";
import { TcpMessages } from "./tcp-messages.ts";

/** A segment whose acknowledgment has not been seen. */
export interface UnackedSegment {
  readonly frame: number;
  readonly time: CaptureTime;
  sequence: number;
  /** Sequence number behind the segment; SYN and FIN count as one octet. */
  readonly next: number;
}

const TIME_ZERO: CaptureTime = { seconds: 0, nanoseconds: 0 };

/** Whether window scaling (RFC 7323 §2) is in use. Values from 0 are the shift itself. */
export const WindowScale = {
  /** The handshake was not seen. */
  Unknown: -1,
  /** The handshake was seen, and one end did not offer it. */
  Unused: -2,
} as const;

export class TcpFlow {
  /** The initial sequence number; relative numbers count from it. Undefined until a segment tells it. */
  base: number | undefined = undefined;
  /** Highest sequence number that a segment has reached; undefined before the first segment. */
  next: number | undefined = undefined;
  nextFrame = 0;
  nextTime: CaptureTime = TIME_ZERO;
  /**
   * End of what was seen without a gap; of what the other end acknowledged, once it has said that something
   * is missing, until the gap shows here as well.
   */
  reached: number | undefined = undefined;
  /** Of the last segment: what it acknowledged, its window as sent, and its marks. */
  lastAck = 0;
  lastAckTime: CaptureTime = TIME_ZERO;
  window: number | undefined = undefined;
  marks = 0;
  /** Duplicates of the last acknowledgment. */
  duplicateAcks = 0;
  /** Frame of the last acknowledgment that was no duplicate. */
  firstAckFrame = 0;
  /** A shift, or one of {@link WindowScale}. */
  scale: number = WindowScale.Unknown;
  /** False after a gap, until the other end acknowledges something. */
  inFlightIsKnown = true;
  /** Octets of the other direction that the last segment acknowledged beyond its acknowledgment number. */
  selectivelyAcked = 0;
  /** Newest last. */
  readonly unacked: UnackedSegment[] = [];
  /** Octets since the last segment with PSH, and whether that was the last segment. */
  pushed = 0;
  pushedLast = false;
  readonly messages: TcpMessages = new TcpMessages();
}
