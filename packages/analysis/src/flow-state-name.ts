/** What the states of flows are called. */
import { TAG, tagIpProtocol } from "./flow-key.ts";
import {
  FLOW_DOUBLES,
  FLOW_WORDS,
  KEY,
  META,
  PACKETS,
  STATE_MASK,
  STATE_SHIFT,
} from "./flow-layout.ts";
import { FlowState } from "./flow-state.ts";
import { IP_PROTOCOL_TCP } from "./ip-protocol.ts";

/**
 * Where a flow stands. `one-sided`: a TCP connection past its handshake of which only one direction
 * was seen; `active`: not TCP.
 */
export const FLOW_STATE_NAMES = [
  "active",
  "handshake",
  "established",
  "one-sided",
  "closing",
  "closed",
  "reset",
] as const;
export type FlowStateName = (typeof FLOW_STATE_NAMES)[number];

const ACTIVE: number = FLOW_STATE_NAMES.indexOf("active");
const HANDSHAKE: number = FLOW_STATE_NAMES.indexOf("handshake");
const ESTABLISHED: number = FLOW_STATE_NAMES.indexOf("established");
const ONE_SIDED: number = FLOW_STATE_NAMES.indexOf("one-sided");
const CLOSING: number = FLOW_STATE_NAMES.indexOf("closing");
const CLOSED: number = FLOW_STATE_NAMES.indexOf("closed");
const RESET: number = FLOW_STATE_NAMES.indexOf("reset");

/** Place in {@link FLOW_STATE_NAMES} of the state of the flow record in row `row` of two arrays. */
export function flowStatePlace(doubles: Float64Array, words: Int32Array, row: number): number {
  const base = row * FLOW_WORDS;
  if (tagIpProtocol(words[base + KEY + TAG]!) !== IP_PROTOCOL_TCP) return ACTIVE;
  const d = row * FLOW_DOUBLES + PACKETS;
  switch ((words[base + META]! & STATE_MASK) >>> STATE_SHIFT) {
    case FlowState.Handshake:
      return HANDSHAKE;
    case FlowState.Established:
      return doubles[d] === 0 || doubles[d + 1] === 0 ? ONE_SIDED : ESTABLISHED;
    case FlowState.Closing:
      return CLOSING;
    case FlowState.Closed:
      return CLOSED;
    case FlowState.Reset:
      return RESET;
    default:
      return ACTIVE;
  }
}
