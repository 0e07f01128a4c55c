/**
 * Generated traffic of known content for the contract suite: a few hosts that resolve names, browse
 * and ping, over both IP versions, in Ethernet frames with times that hardly ever fall on a second.
 */
import { PacketBatch } from "@wirescope/pcap";

export interface KnownPacket {
  /** From 1. */
  readonly number: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly bytes: Uint8Array;
  /** Octets on the wire; some packets are captured in part. */
  readonly originalLength: number;
  readonly kind: "tls" | "http" | "dns" | "udp6" | "ping" | "arp";
  /** Source and destination as an IP address; undefined for ARP. */
  readonly source: string | undefined;
  readonly destination: string | undefined;
  readonly sourcePort: number | undefined;
  readonly destinationPort: number | undefined;
}

export const START_SECONDS = 1_772_366_400;
const ROWS = 200;
const INTERFACE = {
  name: "eth0",
  description: undefined,
  linkType: 1,
  snapLength: 96,
  section: 0,
} as const;
export const INTERFACES: readonly (typeof INTERFACE)[] = [INTERFACE];

const KINDS: readonly KnownPacket["kind"][] = ["tls", "http", "dns", "udp6", "ping", "arp"];

/**
 * `count` packets, the same for the same seed, over about a twentieth of a second each.
 *
 * @param start seconds since 1970
 */
export function knownPackets(count: number, seed = 1, start = START_SECONDS): KnownPacket[] {
  const random = randomNumbers(seed);
  const packets: KnownPacket[] = [];
  let nanos = 0;
  for (let number = 1; number <= count; number++) {
    nanos += Math.floor(random() * 1e8) + 1;
    const seconds = start + Math.floor(nanos / 1e9);
    packets.push({ number, seconds, nanoseconds: nanos % 1e9, ...content(random) });
  }
  return packets;
}

/** The packets as a source hands them out; each batch is valid until the next is taken. */
export function* batchesOf(packets: readonly KnownPacket[]): Generator<PacketBatch> {
  const batch = new PacketBatch(ROWS);
  for (let first = 0; first < packets.length; first += ROWS) {
    const rows = packets.slice(first, first + ROWS);
    const bytes = new Uint8Array(rows.reduce((sum, packet) => sum + packet.bytes.length, 0));
    batch.reset(bytes, new DataView(bytes.buffer));
    let offset = 0;
    for (const [row, packet] of rows.entries()) {
      bytes.set(packet.bytes, offset);
      batch.start[row] = offset;
      batch.capturedLength[row] = packet.bytes.length;
      batch.originalLength[row] = packet.originalLength;
      batch.seconds[row] = packet.seconds;
      batch.nanoseconds[row] = packet.nanoseconds;
      batch.interfaceId[row] = 0;
      batch.linkType[row] = INTERFACE.linkType;
      offset += packet.bytes.length;
    }
    batch.count = rows.length;
    yield batch;
  }
}

type Content = Omit<KnownPacket, "number" | "seconds" | "nanoseconds">;

function content(random: () => number): Content {
  const kind = KINDS[Math.floor(random() * KINDS.length)] as KnownPacket["kind"];
  const client = 2 + Math.floor(random() * 6);
  const port = 40_000 + Math.floor(random() * 12);
  const outward = random() < 0.5;
  const length = Math.floor(random() * 400);
  switch (kind) {
    case "tls":
      return tcp(kind, client, 443, port, outward, tlsData(length));
    case "http":
      return tcp(kind, client, 80, port, outward, outward ? httpRequest(client) : httpResponse());
    case "dns":
      return udp4(client, port, outward, dnsMessage(client, outward));
    case "udp6":
      return udp6(client, port, outward, new Uint8Array(length));
    case "ping":
      return ping(client, outward, length);
    case "arp":
      return arp(client);
  }
}

function tcp(
  kind: "tls" | "http",
  client: number,
  service: number,
  port: number,
  outward: boolean,
  payload: Uint8Array,
): Content {
  const header = new DataView(new ArrayBuffer(20));
  header.setUint16(0, outward ? port : service);
  header.setUint16(2, outward ? service : port);
  header.setUint32(4, 1);
  header.setUint32(8, 1);
  header.setUint8(12, 5 << 4);
  header.setUint8(13, 0x18);
  header.setUint16(14, 1024);
  return ipv4(kind, 6, client, outward, join(header, payload), [service, port]);
}

function udp4(client: number, port: number, outward: boolean, payload: Uint8Array): Content {
  const datagram = udp(outward ? port : 53, outward ? 53 : port, payload);
  return ipv4("dns", 17, client, outward, datagram, [53, port]);
}

function ping(client: number, outward: boolean, length: number): Content {
  const header = new DataView(new ArrayBuffer(8));
  header.setUint8(0, outward ? 8 : 0);
  header.setUint16(4, client);
  return ipv4("ping", 1, client, outward, join(header, new Uint8Array(length)), undefined);
}

function udp6(client: number, port: number, outward: boolean, payload: Uint8Array): Content {
  const datagram = udp(outward ? port : 9999, outward ? 9999 : port, payload);
  const header = new DataView(new ArrayBuffer(40));
  header.setUint8(0, 0x60);
  header.setUint16(4, datagram.length);
  header.setUint8(6, 17);
  header.setUint8(7, 64);
  const [source, destination] = outward ? [client, 1] : [1, client];
  for (const [offset, host] of [
    [8, source],
    [24, destination],
  ] as const) {
    header.setUint32(offset, 0x2001_0db8);
    header.setUint32(offset + 12, host);
  }
  return frame({
    kind: "udp6",
    etherType: 0x86dd,
    packet: join(header, datagram),
    source: `2001:db8::${source.toString(16)}`,
    destination: `2001:db8::${destination.toString(16)}`,
    ports: outward ? [port, 9999] : [9999, port],
  });
}

function arp(client: number): Content {
  const message = new DataView(new ArrayBuffer(28));
  message.setUint16(0, 1);
  message.setUint16(2, 0x0800);
  message.setUint16(4, 0x0604);
  message.setUint16(6, 1);
  message.setUint8(13, client);
  message.setUint32(14, 0x0a00_0000 + client);
  message.setUint32(24, 0x0a00_0001);
  return frame({
    kind: "arp",
    etherType: 0x0806,
    packet: join(message, new Uint8Array(0)),
    source: undefined,
    destination: undefined,
    ports: undefined,
  });
}

function udp(source: number, destination: number, payload: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(8));
  header.setUint16(0, source);
  header.setUint16(2, destination);
  header.setUint16(4, 8 + payload.length);
  return join(header, payload);
}

/** `ports` are the service's and the client's. */
function ipv4(
  kind: KnownPacket["kind"],
  protocol: number,
  client: number,
  outward: boolean,
  payload: Uint8Array,
  ports: readonly [number, number] | undefined,
): Content {
  const header = new DataView(new ArrayBuffer(20));
  const [source, destination] = outward ? [client, 1] : [1, client];
  header.setUint8(0, 0x45);
  header.setUint16(2, 20 + payload.length);
  header.setUint8(8, 64);
  header.setUint8(9, protocol);
  header.setUint32(12, 0x0a00_0000 + source);
  header.setUint32(16, 0x0a00_0000 + destination);
  return frame({
    kind,
    etherType: 0x0800,
    packet: join(header, payload),
    source: `10.0.0.${source}`,
    destination: `10.0.0.${destination}`,
    ports: ports === undefined || !outward ? ports : [ports[1], ports[0]],
  });
}

interface FrameParts {
  readonly kind: KnownPacket["kind"];
  readonly etherType: number;
  readonly packet: Uint8Array;
  readonly source: string | undefined;
  readonly destination: string | undefined;
  /** Source and destination. */
  readonly ports: readonly [number, number] | undefined;
}

function frame({ kind, etherType, packet, source, destination, ports }: FrameParts): Content {
  const header = new DataView(new ArrayBuffer(14));
  header.setUint8(5, 1);
  header.setUint8(11, 2);
  header.setUint16(12, etherType);
  const whole = join(header, packet);
  return {
    kind,
    bytes: whole.slice(0, INTERFACE.snapLength),
    originalLength: whole.length,
    source,
    destination,
    sourcePort: ports?.[0],
    destinationPort: ports?.[1],
  };
}

/** A TLS record of application data. */
function tlsData(length: number): Uint8Array {
  const record = new Uint8Array(5 + length);
  record.set([0x17, 0x03, 0x03, length >> 8, length & 0xff]);
  return record;
}

function httpRequest(client: number): Uint8Array {
  return ascii(`GET /${client} HTTP/1.1\r\nHost: web.example\r\n\r\n`);
}

function httpResponse(): Uint8Array {
  return ascii("HTTP/1.1 204 No Content\r\n\r\n");
}

/** A query for, or an answer about, the address of `h<client>.example`. */
function dnsMessage(client: number, isQuery: boolean): Uint8Array {
  const name = ascii(`\x02h${client}\x07example\x00`);
  const header = new DataView(new ArrayBuffer(12));
  header.setUint16(0, client);
  header.setUint16(2, isQuery ? 0x0100 : 0x8180);
  header.setUint16(4, 1);
  header.setUint16(6, isQuery ? 0 : 1);
  const question = join(header, join(new DataView(name.buffer), Uint8Array.of(0, 1, 0, 1)));
  if (isQuery) return question;
  const answer = Uint8Array.of(0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, client);
  return join(new DataView(question.buffer), answer);
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function join(header: DataView<ArrayBuffer>, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(header.byteLength + payload.length);
  whole.set(new Uint8Array(header.buffer));
  whole.set(payload, header.byteLength);
  return whole;
}

/** A linear congruential generator (Numerical Recipes), 0 … 1. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
