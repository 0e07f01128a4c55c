/**
 * What one application protocol says of itself, in one place: how to recognise it, where it lives,
 * which fields it has, and how its messages are read.
 *
 * A protocol is a file that exports one of these and a line in `registry.ts`.
 */

import type { FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import type { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";

/** How a payload is known by its content. Hot: no allocation, no exception, a few comparisons. */
export interface Signature {
  /** What may stand first; payloads that begin otherwise are not tried. Absent: any octet. */
  readonly firstOctets?: readonly number[];
  /** Ports of which the packet has one at least, where content alone does not tell enough. Absent: any. */
  readonly ports?: readonly number[];
  /**
   * Whether `[off, end)` starts a message of the protocol, with near certainty: random octets must not pass.
   *
   * `end > off`. The packet tells the length on the wire, and which port is whose.
   */
  readonly matches: (view: DataView, off: number, end: number, packet: Packet) => boolean;
}

export interface ApplicationProtocol {
  /** Usually one; relatives with the same messages share a reader (DNS, mDNS, LLMNR). */
  readonly protocols: readonly Protocol[];
  /** Ports of the first protocol that stand for it where content says nothing. */
  readonly tcpPorts?: readonly number[];
  readonly udpPorts?: readonly number[];
  /** Over TCP, at the start of a message. */
  readonly stream?: Signature;
  /** Over UDP. */
  readonly datagram?: Signature;
  readonly fields: readonly FieldSpec[];
  /**
   * True where a segment on {@link tcpPorts} that nobody understands is TCP's alone, as in Wireshark, whose
   * reader takes it and shows nothing. Absent: such a segment has a layer of data.
   */
  readonly takesAnything?: boolean;
  /**
   * Appends the layers of the payload `[packet.payloadStart, packet.payloadEnd)` and says with
   * `tree.show` what the packet list shows. `packet.protocol` is one of {@link protocols}.
   *
   * Content that is something else appends nothing. Never throws; reads nothing outside the payload.
   */
  readonly dissect: (packet: Packet, tree: Tree, conversation: Conversation) => void;
  /**
   * Octets of the message that starts at `off` in a stream, its header included; 0 where more octets
   * than `[off, end)` are needed to tell, and `Infinity` where the connection's end is the message's.
   *
   * The conversation tells what earlier messages settled (encryption, the method that a response
   * answers), the packet which side speaks; offsets are in `view` and not in the packet's own. Returning
   * `end - off` takes what is there as it is. Absent: every segment is taken as a message of its own.
   */
  readonly messageLength?: (
    view: DataView,
    off: number,
    end: number,
    conversation: Conversation,
    packet: Packet,
  ) => number;
  /**
   * Says what a segment shows in which a message begins that is not complete: the payload is what has come.
   *
   * May name the protocol with `tree.mention`; adds no layer. Absent: the segment is shown as TCP's.
   *
   * @returns the beginning of the Info text, undefined for TCP's own
   */
  readonly begin?: (packet: Packet, tree: Tree, conversation: Conversation) => string | undefined;
}
