import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode } from "../decoder.ts";
import { dissect, summarize } from "../dissect.ts";
import { fieldTexts } from "../field-texts.ts";
import { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { asciiHex, octets } from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";
import { type NameSink, readNames } from "./names.ts";

const SEED = 20_261_122;

interface Segment {
  readonly transport: "tcp" | "udp";
  readonly from: number;
  readonly to: number;
  readonly payload: Uint8Array;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The payload in IPv4 and raw IP, from 10.0.0.1 to 10.0.0.2. */
function read({ transport, from, to, payload }: Segment): Packet {
  const header = transport === "tcp" ? 20 : 8;
  const length = 20 + header + payload.length;
  const octets = new Uint8Array(length);
  const view = new DataView(octets.buffer);
  octets.set([0x45, 0, length >> 8, length & 0xff, 0, 1, 0, 0, 64, transport === "tcp" ? 6 : 17]);
  octets.set([10, 0, 0, 1, 10, 0, 0, 2], 12);
  view.setUint16(20, from);
  view.setUint16(22, to);
  if (transport === "tcp") view.setUint16(32, 0x5018);
  else view.setUint16(24, 8 + payload.length);
  octets.set(payload, 20 + header);
  const packet = new Packet();
  packet.linkType = 101;
  packet.originalLength = length;
  decode(packet, view, 0, length);
  return packet;
}

const QUERY = octets("1a2b 0100 0001 0000 0000 0000 076578616d706c65 03636f6d 00 0001 0001");
const ANSWER = octets(`
  1a2b 8180 0001 0003 0000 0000 076578616d706c65 03636f6d 00 0001 0001
  c00c 0005 0001 00000e10 0006 03777777 c00c
  c029 0001 0001 0000003c 0004 5db8d822
  c029 001c 0001 0000003c 0010 20010db8000000000000000000000001`);
const NO_SUCH_NAME = octets("1a2b 8183 0001 0000 0000 0000 026e6f 07696e76616c6964 00 001c 0001");
const MDNS = octets(
  "0000 8400 0000 0001 0000 0000 047072696e 056c6f63616c 00 0001 8001 00000078 0004 c0a80107",
);
const REVERSE = octets(`
  0001 8180 0001 0001 0000 0000
  0138 0138 0138 0138 07696e2d61646472 0461727061 00 000c 0001
  c00c 000c 0001 0000003c 000c 03646e73 06676f6f676c65 00`);
const QUIC = octets("c3 00000001 08 8394c8f03e515708 00 00 449e 7b9aec34");
const REQUEST = latin1(
  "GET /index.html HTTP/1.1\r\nHost: example.com:8080\r\nUser-Agent: t\r\n\r\n",
);
const RESPONSE = latin1("HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\n\r\n");

function dhcp(options: string): Uint8Array {
  const message = new Uint8Array(240);
  message.set([1, 1, 6, 0, 0x39, 0x03, 0xf3, 0x26]);
  message.set([0xa4, 0x83, 0xe7, 0, 0x12, 0x9f], 28);
  message.set([0x63, 0x82, 0x53, 0x63], 236);
  return Uint8Array.from([...message, ...octets(options)]);
}

const REGISTRATION = octets(
  `895a 2910 0001 0000 0000 0001 20 ${asciiHex("EHFFFCFFCACACACACACACACACACACAAA")} 00
  0020 0001 c00c 0020 0001 000493e0 0006 0000 c0a864ce`,
);
const DISCOVER = dhcp("35 01 01 0c 06 6c6170746f70 32 04 0a000063 37 02 01 03 ff");

const SAMPLES = {
  query: { transport: "udp", from: 40000, to: 53, payload: QUERY },
  answer: { transport: "udp", from: 53, to: 40000, payload: ANSWER },
  noSuchName: { transport: "udp", from: 53, to: 40000, payload: NO_SUCH_NAME },
  stream: {
    transport: "tcp",
    from: 40000,
    to: 53,
    payload: Uint8Array.of(0, QUERY.length, ...QUERY),
  },
  mdns: { transport: "udp", from: 5353, to: 5353, payload: MDNS },
  llmnr: { transport: "udp", from: 40000, to: 5355, payload: QUERY },
  reverse: { transport: "udp", from: 53, to: 40000, payload: REVERSE },
  quic: { transport: "udp", from: 40000, to: 8443, payload: QUIC },
  request: { transport: "tcp", from: 40000, to: 8080, payload: REQUEST },
  response: { transport: "tcp", from: 8080, to: 40000, payload: RESPONSE },
  dhcp: { transport: "udp", from: 68, to: 67, payload: DISCOVER },
  fullName: {
    transport: "udp",
    from: 68,
    to: 67,
    payload: dhcp("35 01 03 51 09 04 00 00 026d79 0168 00 32 04 0a000063 ff"),
  },
  registration: { transport: "udp", from: 137, to: 137, payload: REGISTRATION },
  ssh: { transport: "tcp", from: 22, to: 40000, payload: latin1("SSH-2.0-OpenSSH_9.6\r\n") },
} as const satisfies Readonly<Record<string, Segment>>;

describe("Content names the protocol on any port", () => {
  test.for([
    ["a DNS query", "udp", QUERY, Protocol.Dns],
    ["a DNS answer", "udp", ANSWER, Protocol.Dns],
    ["a QUIC long header", "udp", QUIC, Protocol.Quic],
    ["a DHCP message", "udp", DISCOVER, Protocol.Dhcp],
    ["an HTTP request", "tcp", REQUEST, Protocol.Http],
    ["an HTTP response", "tcp", RESPONSE, Protocol.Http],
    ["a TLS record", "tcp", octets("16 0301 0005 01 000001 00"), Protocol.Tls],
    ["TLS application data", "tcp", octets("17 0303 0020 00"), Protocol.Tls],
    ["an SSH greeting", "tcp", latin1("SSH-2.0-x\r\n"), Protocol.Ssh],
    ["an SMTP greeting", "tcp", latin1("220 mx.example.com ESMTP\r\n"), Protocol.Smtp],
    ["an FTP greeting", "tcp", latin1("220 Welcome to FTP\r\n"), Protocol.Ftp],
    ["a POP greeting", "tcp", latin1("+OK POP3 ready\r\n"), Protocol.Pop],
    ["an IMAP greeting", "tcp", latin1("* OK IMAP4rev1 ready\r\n"), Protocol.Imap],
    ["an SMB2 header", "tcp", octets("00000044 fe534d42 4000"), Protocol.Smb2],
    ["an SMB header", "tcp", octets("00000044 ff534d42 72"), Protocol.Smb],
    ["an MQTT connect", "tcp", octets("10 10 0004 4d515454 04 02"), Protocol.Mqtt],
    ["a BitTorrent handshake", "tcp", latin1("\x13BitTorrent protocol"), Protocol.BitTorrent],
    ["an RDP negotiation", "tcp", octets("03000013 0ee00000000000 0100080003000000"), Protocol.Rdp],
    ["a BGP open", "tcp", octets(`${"ff".repeat(16)} 001d 01 04`), Protocol.Bgp],
    ["a VNC greeting", "tcp", latin1("RFB 003.008\n"), Protocol.Vnc],
    ["a SIP request", "udp", latin1("INVITE sip:a@b SIP/2.0\r\n"), Protocol.Sip],
    ["an SSDP search", "udp", latin1("M-SEARCH * HTTP/1.1\r\n\r\n"), Protocol.Ssdp],
    ["a STUN request", "udp", octets(`0001 0000 2112a442 ${"00".repeat(12)}`), Protocol.Stun],
    ["a DTLS record", "udp", octets("16 fefd 0000 000000000000 0001 01"), Protocol.Dtls],
    [
      "a DHT query",
      "udp",
      latin1("d1:ad2:id20:aaaaaaaaaaaaaaaaaaaae1:q4:ping1:t2:aa1:y1:qe"),
      Protocol.BtDht,
    ],
    [
      "a WireGuard initiation",
      "udp",
      Uint8Array.of(1, ...new Array(147).fill(0)),
      Protocol.WireGuard,
    ],
  ] as const)("%s", ([, transport, payload, protocol]) => {
    const packet = read({ transport, from: 50_001, to: 50_002, payload });
    expect(identify(packet)).toBe(protocol);
    expect([packet.protocol, packet.protocolByPort]).toEqual([protocol, false]);
  });
});

describe("Ports name it where content does not", () => {
  const garbage = Uint8Array.of(0x80, 0x81, 0x82, 0x83, 0x84);
  test.for([
    ["tcp", 443, Protocol.Tls],
    ["udp", 443, Protocol.Quic],
    ["tcp", 80, Protocol.Http],
    ["udp", 53, Protocol.Dns],
    ["tcp", 22, Protocol.Ssh],
    ["udp", 123, Protocol.Ntp],
    ["tcp", 3306, Protocol.Mysql],
  ] as const)("%s port %i", ([transport, to, protocol]) => {
    const packet = read({ transport, from: 50_001, to, payload: garbage });
    expect(identify(packet)).toBe(protocol);
    expect(packet.protocolByPort).toBe(true);
    const reply = read({ transport, from: to, to: 50_001, payload: garbage });
    expect(identify(reply)).toBe(protocol);
  });

  test("The lower port decides", () => {
    const packet = read({ transport: "tcp", from: 3306, to: 22, payload: garbage });
    expect(identify(packet)).toBe(Protocol.Ssh);
  });

  test("Unknown ports stay with the transport", () => {
    const packet = read({ transport: "udp", from: 50_001, to: 50_002, payload: garbage });
    expect(identify(packet)).toBe(Protocol.Udp);
    expect(packet.protocolByPort).toBe(false);
  });

  test("A packet without payload is its transport's, whatever its flow is", () => {
    const packet = read({ transport: "tcp", from: 50_001, to: 443, payload: new Uint8Array(0) });
    packet.protocol = Protocol.Tls;
    expect(identify(packet)).toBe(Protocol.Tcp);
  });
});

function names(segment: Segment): string[] {
  const found: string[] = [];
  const sink: NameSink = {
    flowName: (name, source) => found.push(`${source} ${name}`),
    addressName: (version, w0, w1, w2, w3, name, source) => {
      const words = version === 4 ? [w0] : [w0, w1, w2, w3];
      found.push(`${source} ${name} ${words.map((word) => word.toString(16)).join(":")}`);
    },
  };
  const packet = read(segment);
  identify(packet);
  readNames(packet, sink);
  return found;
}

describe("Names", () => {
  test.for([
    ["query", ["dns example.com"]],
    ["stream", ["dns example.com"]],
    ["answer", ["dns example.com", "dns example.com 5db8d822", "dns example.com 20010db8:0:0:1"]],
    ["mdns", ["mdns prin.local c0a80107"]],
    ["llmnr", ["llmnr example.com"]],
    ["reverse", ["dns 8.8.8.8.in-addr.arpa", "dns dns.google 8080808"]],
    ["request", ["http example.com"]],
    ["response", []],
    ["dhcp", ["dhcp laptop", "dhcp laptop a000063"]],
    ["fullName", ["dhcp my.h", "dhcp my.h a000063"]],
    ["registration", ["nbns GURU", "nbns GURU c0a864ce"]],
    ["quic", []],
  ] as const)("%s", ([sample, expected]) => {
    expect(names(SAMPLES[sample])).toEqual(expected);
  });

  test("A flow's protocol reveals nothing in content of another kind", () => {
    const packet = read(SAMPLES.ssh);
    const sink: NameSink = {
      flowName: () => expect.unreachable(),
      addressName: () => expect.unreachable(),
    };
    for (const protocol of [Protocol.Tls, Protocol.Http, Protocol.Dhcp]) {
      packet.protocol = protocol;
      readNames(packet, sink);
    }
    expect(packet.protocol).toBe(Protocol.Dhcp);
  });
});

describe("Fields and Info", () => {
  test.for([
    ["query", "dns.qry.name", ["example.com"]],
    ["query", "dns.id", ["0x1a2b"]],
    ["query", "dns.flags.response", ["0"]],
    ["query", "dns.flags.rcode", []],
    ["query", "dns.count.labels", ["2"]],
    ["stream", "dns.length", ["29"]],
    ["answer", "dns.qry.type", ["1"]],
    ["answer", "dns.flags.rcode", ["0"]],
    ["answer", "dns.cname", ["www.example.com"]],
    ["answer", "dns.a", ["93.184.216.34"]],
    ["answer", "dns.aaaa", ["2001:db8::1"]],
    ["answer", "dns.resp.name", ["example.com", "www.example.com", "www.example.com"]],
    ["mdns", "dns.resp.cache_flush", ["1"]],
    ["request", "http.request.method", ["GET"]],
    ["request", "http.request.uri", ["/index.html"]],
    ["request", "http.request.full_uri", ["http://example.com:8080/index.html"]],
    ["request", "http.host", ["example.com:8080"]],
    ["request", "http.user_agent", ["t"]],
    ["response", "http.response.code", ["404"]],
    ["response", "http.response.phrase", ["Not Found"]],
    ["dhcp", "dhcp.option.dhcp", ["1"]],
    ["dhcp", "dhcp.option.hostname", ["laptop"]],
    ["dhcp", "dhcp.option.requested_ip_address", ["10.0.0.99"]],
    ["dhcp", "dhcp.option.request_list_item", ["1", "3"]],
    ["dhcp", "dhcp.hw.mac_addr", ["a4:83:e7:00:12:9f"]],
    ["dhcp", "dhcp.option.type", ["53", "12", "50", "55", "0"]],
    ["quic", "quic.version", ["0x00000001"]],
    ["quic", "quic.dcid", ["8394c8f03e515708"]],
    ["ssh", "ssh.protocol", ["SSH-2.0-OpenSSH_9.6"]],
  ] as const)("%s %s", ([sample, name, expected]) => {
    expect(fieldTexts(dissect(read(SAMPLES[sample])), name)).toEqual(expected);
  });

  test.for([
    ["query", "Standard query 0x1a2b A example.com"],
    ["noSuchName", "Standard query response 0x1a2b No such name AAAA no.invalid"],
    [
      "answer",
      "Standard query response 0x1a2b A example.com CNAME www.example.com A 93.184.216.34 AAAA 2001:db8::1",
    ],
    ["mdns", "Standard query response 0x0000 A, cache flush 192.168.1.7"],
    ["request", "GET /index.html HTTP/1.1 "],
    ["response", "HTTP/1.1 404 Not Found "],
    ["dhcp", "DHCP Discover - Transaction ID 0x3903f326"],
    ["quic", "Initial, DCID=8394c8f03e515708"],
    ["ssh", "Server: Protocol (SSH-2.0-OpenSSH_9.6)"],
  ] as const)("%s", ([sample, info]) => {
    expect(summarize(read(SAMPLES[sample])).info).toBe(info);
  });

  test("A protocol named by its port has one layer that says so", () => {
    const packet = read({ transport: "tcp", from: 50_001, to: 6000, payload: latin1("?????") });
    const layer = dissect(packet).at(-1);
    expect(layer?.protocol).toBe("x11");
    expect(layer?.summary).toBe("5 bytes, named by its port");
    expect(layer?.fields).toEqual([]);
  });

  test("A payload that the reader of its port's protocol does not know is data", () => {
    const packet = read({ transport: "udp", from: 50_001, to: 443, payload: latin1("?????") });
    expect(dissect(packet).at(-1)?.protocol).toBe("data");
    expect(summarize(packet).protocol).toBe("UDP");
  });
});

const sink: NameSink = { flowName: () => undefined, addressName: () => undefined };

/** Everything that looks at a payload, once. */
function exercise(segment: Segment): void {
  const packet = read(segment);
  identify(packet);
  readNames(packet, sink);
  for (const layer of dissect(packet)) {
    expect(layer.start).toBeLessThanOrEqual(layer.end);
    expect(layer.end).toBeLessThanOrEqual(packet.end - packet.start);
  }
  summarize(packet);
}

test("Every sample can be cut anywhere", () => {
  for (const sample of Object.values(SAMPLES)) {
    for (let length = 0; length <= sample.payload.length; length += 1) {
      exercise({ ...sample, payload: sample.payload.slice(0, length) });
    }
  }
});

test("No mutation of a sample makes anything throw", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(SAMPLES)),
      fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (sample, changes) => {
        const payload = sample.payload.slice();
        for (const [at, value] of changes) payload[at % payload.length] = value;
        exercise({ ...sample, payload });
      },
    ),
    { seed: SEED, numRuns: 5000 },
  );
});
