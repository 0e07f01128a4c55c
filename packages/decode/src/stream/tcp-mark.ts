/** What the sequence numbers of a TCP segment say about it, and how the Info column marks it. */

/** Bits of a segment's marks. */
export const TcpMark = {
  Retransmission: 0x0001,
  LostSegment: 0x0002,
  AckedLostSegment: 0x0004,
  KeepAlive: 0x0008,
  DuplicateAck: 0x0010,
  ZeroWindow: 0x0020,
  ZeroWindowProbe: 0x0040,
  ZeroWindowProbeAck: 0x0080,
  KeepAliveAck: 0x0100,
  OutOfOrder: 0x0200,
  FastRetransmission: 0x0400,
  WindowUpdate: 0x0800,
  WindowFull: 0x1000,
  ReusedPorts: 0x2000,
  SpuriousRetransmission: 0x4000,
} as const;

export type TcpMark = (typeof TcpMark)[keyof typeof TcpMark];
