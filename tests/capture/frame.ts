/** UDP packets over IPv4 and Ethernet, built octet by octet. */

export interface FrameOptions {
  /** Octets of the whole frame without tags, 60 … 1514. */
  readonly length: number;
  readonly destinationPort: number;
  /** Written at the end of the headers, so that each frame differs. */
  readonly sequence: number;
  /** 802.1Q and 802.1ad tags, outermost first, as (TPID, TCI) pairs. */
  readonly tags?: readonly (readonly [number, number])[];
}

const ETHERTYPE_OFFSET = 12;
const IP_LENGTH = 20;
const UDP_LENGTH = 8;
const ETHERNET_LENGTH = 14;

export function udpFrame(options: FrameOptions): Uint8Array {
  const { length, destinationPort, sequence, tags = [] } = options;
  const tagLength = tags.length * 4;
  const frame = new Uint8Array(length + tagLength);
  const view = new DataView(frame.buffer);
  frame.set([0x02, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 0, 0x02]);
  tags.forEach(([tpid, tci], index) => {
    view.setUint16(ETHERTYPE_OFFSET + index * 4, tpid);
    view.setUint16(ETHERTYPE_OFFSET + index * 4 + 2, tci);
  });
  view.setUint16(ETHERTYPE_OFFSET + tagLength, 0x0800);
  const ip = ETHERNET_LENGTH + tagLength;
  frame.set([0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 17, 0, 0, 198, 51, 100, 1, 198, 51, 100, 2], ip);
  view.setUint16(ip + 2, length - ETHERNET_LENGTH);
  view.setUint16(ip + 10, checksum(view, ip, IP_LENGTH));
  const udp = ip + IP_LENGTH;
  view.setUint16(udp, 40_000);
  view.setUint16(udp + 2, destinationPort);
  view.setUint16(udp + 4, length - ETHERNET_LENGTH - IP_LENGTH);
  view.setUint32(udp + UDP_LENGTH, sequence);
  for (let offset = udp + UDP_LENGTH + 4; offset < frame.length; offset += 1) {
    frame[offset] = (sequence + offset) & 0xff;
  }
  return frame;
}

/** RFC 1071. */
function checksum(view: DataView, start: number, length: number): number {
  let sum = 0;
  for (let offset = start; offset < start + length; offset += 2) sum += view.getUint16(offset);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
