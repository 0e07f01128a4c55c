/**
 * How far a TCP connection has come (RFC 9293 §3.3.2), as far as somebody in the middle needs to know.
 */

export const FlowState = {
  /** Not TCP: nothing to follow. */
  Active: 0,
  /** A SYN was seen, the handshake is not over. */
  Handshake: 1,
  /** Past the handshake, or joined in the middle. */
  Established: 2,
  /** One side has sent its FIN. */
  Closing: 3,
  /** Both sides have sent their FIN. */
  Closed: 4,
  Reset: 5,
} as const;

export type FlowState = (typeof FlowState)[keyof typeof FlowState];

export const TCP_FIN = 0x01;
export const TCP_SYN = 0x02;
export const TCP_RST = 0x04;
export const TCP_ACK = 0x10;

/** Flags that move the state; a packet without them changes it only during the handshake. */
export const TCP_EVENTS: number = TCP_FIN | TCP_SYN | TCP_RST;

/** State in which the first packet that is seen of a connection leaves it. */
export function firstTcpState(flags: number): FlowState {
  if ((flags & TCP_RST) !== 0) return FlowState.Reset;
  if ((flags & TCP_SYN) !== 0) return FlowState.Handshake;
  return (flags & TCP_FIN) !== 0 ? FlowState.Closing : FlowState.Established;
}

/**
 * State after a further packet.
 *
 * @param bothClosed Both sides have sent a FIN, this packet's included.
 * @param fromOriginator Whether the originator sent this packet; its ACK ends the handshake.
 */
export function nextTcpState(
  state: FlowState,
  flags: number,
  bothClosed: boolean,
  fromOriginator: boolean,
): FlowState {
  if (state === FlowState.Reset || (flags & TCP_RST) !== 0) return FlowState.Reset;
  if (bothClosed) return FlowState.Closed;
  if (state === FlowState.Closing || (flags & TCP_FIN) !== 0) return FlowState.Closing;
  if (state === FlowState.Handshake && (flags & TCP_SYN) === 0 && fromOriginator) {
    return FlowState.Established;
  }
  return state;
}
