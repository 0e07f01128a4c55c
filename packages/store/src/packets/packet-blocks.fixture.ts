/** Known packets as a capture hands them over. */
import { type CaptureInterface, packetBlockLength, writePacketBlock } from "@wirescope/pcap";

export const INTERFACE: CaptureInterface = {
  name: "eth0",
  description: undefined,
  linkType: 1,
  snapLength: 96,
  section: 0,
};

interface KnownPacket {
  readonly number: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly originalLength: number;
  readonly bytes: Uint8Array;
}

/** Consecutive packets as one chunk; row 0 has the number `firstNumber`, or its own. */
export function blocksOf(
  packets: readonly KnownPacket[],
  firstNumber: number | undefined = packets[0]?.number,
): Uint8Array<ArrayBuffer> {
  const length = packets.reduce(
    (sum, { bytes }, row) => sum + packetBlockLength(bytes.length, row === 0),
    0,
  );
  const octets = new Uint8Array(length);
  const view = new DataView(octets.buffer);
  let end = 0;
  for (const [row, { bytes, seconds, nanoseconds, originalLength }] of packets.entries()) {
    const number = row === 0 ? firstNumber : undefined;
    const packet = { interfaceId: 0, seconds, nanoseconds, originalLength, number };
    end = writePacketBlock(view, end, packet, bytes);
  }
  return octets;
}

/** Runs of `length` packets, one after the other. */
export function* chunksOf(packets: readonly KnownPacket[], length: number): Generator<Uint8Array> {
  for (let first = 0; first < packets.length; first += length) {
    yield blocksOf(packets.slice(first, first + length));
  }
}
