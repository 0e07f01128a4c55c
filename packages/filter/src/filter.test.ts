import { decode, dissect, type Field, type Layer, Packet, Protocol } from "@wirescope/decode";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filterFields } from "./field-table.ts";
import { compileFilter } from "./filter.ts";

const SEED = 20_261_122;

interface Captured {
  readonly octets: Uint8Array;
  readonly linkType: number;
}

function read({ octets, linkType }: Captured): Packet {
  const packet = new Packet();
  packet.number = 7;
  packet.seconds = 1_700_000_000;
  packet.nanoseconds = 123_456_789;
  packet.linkType = linkType;
  packet.originalLength = octets.length;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  decode(packet, view, 0, octets.length);
  return packet;
}

function hex(text: string): Captured {
  return { octets: new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ""), "hex")), linkType: 1 };
}

/** A TCP SYN from 10.0.0.1:49320 to 93.184.216.34:443 behind VLAN 100. */
const SYN = hex(`
  a483e7001290 0200000000aa 8100 0064 0800
  4500 0028 1234 4000 40 06 0000 0a000001 5db8d822
  c0a8 01bb 00000001 00000000 5002 faf0 0000 0000`);

/** A DNS query for example.com, IPv4 in IPv6. */
const DNS_IN_IPV6 = hex(`
  a483e7001290 0200000000aa 86dd
  60000000 0039 04 40 fe800000000000000000000000000001 20010db8000000000000000000000002
  4500 0039 1234 0000 40 11 0000 0a000001 08080808
  d431 0035 0025 0000
  1a2b 0100 0001 0000 0000 0000 07 6578616d706c65 03 636f6d 00 0001 0001`);

/** ARP in Linux cooked capture v1, whose header holds a source address but no Ethernet. */
const COOKED: Captured = {
  ...hex(`
    0000 0001 0006 a483e7001290 0000 0806
    0001 0800 06 04 0001 a483e7001290 0a000001 000000000000 0a000002`),
  linkType: 113,
};

describe("Semantics", () => {
  test.for([
    ["tcp", SYN, true],
    ["udp", SYN, false],
    ["frame", SYN, true],
    ["vlan.id == 100", SYN, true],
    ["tcp.port == 443", SYN, true],
    ["tcp.port != 443", SYN, false],
    ["any tcp.port != 443", SYN, true],
    ["!(tcp.port == 443)", SYN, false],
    ["all tcp.port == 443", SYN, false],
    ["udp.port != 443", SYN, false],
    ["!(udp.port == 443)", SYN, true],
    ["ip.addr == 10.0.0.0/8", SYN, true],
    ["ip.addr != 10.0.0.0/8", SYN, false],
    ["ip.src == 10.0.0.0/31", SYN, true],
    ["ip.dst in {93.0.0.0/8, 1.1.1.1}", SYN, true],
    ["ip.dst in {93.184.216.30..93.184.216.40}", SYN, true],
    ["eth.addr[0:3] == a4:83:e7", SYN, true],
    ["eth.dst == A4-83-E7-00-12-90", SYN, true],
    ["eth.src[-1] == aa", SYN, true],
    ["tcp.flags.syn == 1 && tcp.flags.ack == 0", SYN, true],
    ["tcp.flags & 0x12 == 2", SYN, true],
    ["tcp[13] == 02", SYN, true],
    ["tcp[13] == 2", SYN, true],
    ["tcp[13] == 0x2", SYN, true],
    ["ip[9] == 6 && ip[8] != a", SYN, true],
    ["eth.src[0] in {1, 3, a}", SYN, false],
    ["tcp.flags.syn == Set", SYN, true],
    ["1 < ip.ttl < 65", SYN, true],
    ["ip.ttl / 0 == 1", SYN, false],
    ["ip.ttl + 1.5 == 65", SYN, true],
    ["frame.number == 7", SYN, true],
    ["frame.len in {50..60}", SYN, true],
    ["frame.time_epoch == 1700000000.123456789", SYN, true],
    ["frame.time_epoch == 1700000000.123456788", SYN, false],
    ['frame.time == "2023-11-14 22:13:20.123456789"', SYN, true],
    ['frame.time > "2023-11-15"', SYN, false],
    ["dns", SYN, false],
    ["tls", SYN, false],
    ["dns", DNS_IN_IPV6, true],
    ["udp && !dns", DNS_IN_IPV6, false],
    ["ip && ipv6", DNS_IN_IPV6, true],
    ["ipv6.addr == fe80::/10", DNS_IN_IPV6, true],
    ["ipv6.addr == 2001:db8::2", DNS_IN_IPV6, true],
    ["ipv6.src < ipv6.dst", DNS_IN_IPV6, false],
    ["ip.addr == 8.8.8.8", DNS_IN_IPV6, true],
    ["ip.src#1 == 10.0.0.1", DNS_IN_IPV6, true],
    ["ip.src#2", DNS_IN_IPV6, false],
    ["ip.src#[-1] == 10.0.0.1", DNS_IN_IPV6, true],
    ['dns.qry.name == "example.com"', DNS_IN_IPV6, true],
    ["dns.qry.name == example.com", DNS_IN_IPV6, true],
    ['dns.qry.name contains "ample"', DNS_IN_IPV6, true],
    ['dns.qry.name contains "AMPLE"', DNS_IN_IPV6, false],
    ['dns.qry.name matches "AMPLE"', DNS_IN_IPV6, true],
    ['dns.qry.name matches "(?-i)AMPLE"', DNS_IN_IPV6, false],
    ['upper(dns.qry.name) == "EXAMPLE.COM"', DNS_IN_IPV6, true],
    ["len(dns.qry.name) == 11", DNS_IN_IPV6, true],
    ["count(ip.addr) == 2", DNS_IN_IPV6, true],
    ["max(udp.srcport, udp.dstport) == 54321", DNS_IN_IPV6, true],
    ["min(udp.port) == 53", DNS_IN_IPV6, true],
    ["dns.id == 0x1a2b", DNS_IN_IPV6, true],
    ["dns.flags.response == 0", DNS_IN_IPV6, true],
    ["dns.a", DNS_IN_IPV6, false],
    ["udp contains 07:65:78", DNS_IN_IPV6, true],
    ['udp contains "example"', DNS_IN_IPV6, true],
    ['string(udp.dstport) matches "^5.$"', DNS_IN_IPV6, true],
    ["sll", COOKED, true],
    ["eth.addr == a4:83:e7:00:12:90", COOKED, true],
    ["eth.addr[0:3] == a4:83:e7", COOKED, true],
    ["eth.src", COOKED, false],
    ["arp.opcode == request", COOKED, true],
    ["tcp ^^ udp", DNS_IN_IPV6, true],
    ["ip ^^ udp", DNS_IN_IPV6, false],
  ] as const)("%s", ([text, captured, expected]) => {
    expect(compileFilter(text).matches(read(captured))).toBe(expected);
  });

  test("The protocol of the flow is neither asked nor changed", () => {
    const packet = read(SYN);
    packet.protocol = Protocol.Tls;
    packet.protocolByPort = true;
    expect(compileFilter("tls").matches(packet)).toBe(false);
    expect(compileFilter("dns.qry.name || http").matches(packet)).toBe(false);
    expect([packet.protocol, packet.protocolByPort]).toEqual([Protocol.Tls, true]);
  });
});

const mac = fc.uint8Array({ minLength: 6, maxLength: 6 });
const port = fc.constantFrom(53, 80, 443, 5353, 40_000, 65_535);

/** Layers from the outermost on, some of them wrong about what follows, cut anywhere. */
const captured: fc.Arbitrary<Captured> = fc
  .tuple(
    fc.array(mac, { minLength: 2, maxLength: 2 }),
    fc.array(fc.nat(4095), { maxLength: 2 }),
    fc.array(fc.constantFrom(4, 6), { maxLength: 3 }),
    fc.constantFrom(1, 6, 17, 58, 132, 47),
    fc.tuple(port, port, fc.nat(0xffff)),
    fc.uint8Array({ maxLength: 60 }),
    fc.option(fc.nat(140), { nil: undefined }),
    fc.option(fc.tuple(fc.nat(100), fc.nat(255)), { nil: undefined }),
  )
  .map(([macs, vlans, ips, protocol, [source, destination, flags], payload, cut, mutation]) => {
    const octets: number[] = [...macs[0]!, ...macs[1]!];
    const first = ips[0];
    const etherType = first === 4 ? 0x0800 : first === 6 ? 0x86dd : 0x0806;
    for (const id of vlans) octets.push(0x81, 0x00, id >> 8, id & 0xff);
    octets.push(etherType >> 8, etherType & 0xff);
    ips.forEach((version, index) => {
      const next = ips[index + 1] === undefined ? protocol : ips[index + 1] === 4 ? 4 : 41;
      const rest = (ips.length - index - 1) * 40 + 20 + payload.length;
      const length = (version === 4 ? 20 : 0) + rest;
      if (version === 4)
        octets.push(0x45, 0, length >> 8, length & 0xff, 0, 1, 0, 0, 64, next, 0, 0);
      else octets.push(0x60, 0, 0, 0, length >> 8, length & 0xff, next, 64);
      const address = version === 4 ? [10, 0, 0, 1] : [0xfe, 0x80, ...new Array(13).fill(0), 1];
      octets.push(...address, ...address.slice(0, -1), index + 2);
    });
    octets.push(source >> 8, source & 0xff, destination >> 8, destination & 0xff);
    if (protocol === 17) octets.push((8 + payload.length) >> 8, (8 + payload.length) & 0xff, 0, 0);
    else
      octets.push(0, 0, 0, 1, 0, 0, 0, 2, 0x50 | (flags >> 8 && 1), flags & 0xff, 1, 0, 0, 0, 0, 0);
    octets.push(...payload);
    if (mutation !== undefined && mutation[0] < octets.length) octets[mutation[0]] = mutation[1];
    return { octets: Uint8Array.from(octets.slice(0, cut ?? octets.length)), linkType: 1 };
  });

const condition = fc.constantFrom(
  "tcp",
  "udp.port == 53",
  "ip.addr == 10.0.0.0/8",
  "ipv6",
  "tcp.flags.syn == 1",
  "frame.len > 80",
  "vlan.id != 5",
  "dns.qry.name",
  'frame contains "a"',
  "eth.addr[0] & 1",
);

describe("Laws over generated packets", () => {
  function law(
    left: (a: string, b: string) => string,
    right: (a: string, b: string) => string,
  ): void {
    fc.assert(
      fc.property(condition, condition, captured, (a, b, one) => {
        const packet = read(one);
        expect(compileFilter(left(a, b)).matches(packet)).toBe(
          compileFilter(right(a, b)).matches(packet),
        );
      }),
      { seed: SEED, numRuns: 300 },
    );
  }

  test("not not f is f", () =>
    law(
      (a) => `!!(${a})`,
      (a) => a,
    ));
  test("not (f and g) is not f or not g", () =>
    law(
      (a, b) => `!((${a}) && (${b}))`,
      (a, b) => `!(${a}) || !(${b})`,
    ));
  test("not (f or g) is not f and not g", () =>
    law(
      (a, b) => `!((${a}) || (${b}))`,
      (a, b) => `!(${a}) && !(${b})`,
    ));
  test("f xor g is one of them and not the other", () =>
    law(
      (a, b) => `(${a}) ^^ (${b})`,
      (a, b) => `((${a}) || (${b})) && !((${a}) && (${b}))`,
    ));
  test("The canonical text selects the same", () =>
    law(
      (a, b) => `${a} and not ${b}`,
      (a, b) => compileFilter(`${a} and not ${b}`).text,
    ));
});

/** The texts of a field, from the tree alone. */
function treeValues(layers: readonly Layer[], name: string): string[] {
  const members = filterFields().get(name)!.members;
  const found: string[] = [];
  const visit = (fields: readonly Field[]): void => {
    for (const field of fields) {
      if (members.includes(field.name)) found.push(field.raw);
      visit(field.children);
    }
  };
  for (const layer of layers) visit(layer.fields);
  return found;
}

describe("What is compared in place is what the tree shows", () => {
  test.for(["contains 00:35", 'contains "a"', 'matches "a."', "== 01:02", "!= 01:02"])(
    "the frame's octets: frame %s",
    (comparison) => {
      const inPlace = compileFilter(`frame ${comparison}`);
      const inTree = compileFilter(`frame[0:] ${comparison}`);
      expect([inPlace.needsTree, inTree.needsTree]).toEqual([false, true]);
      fc.assert(
        fc.property(captured, (one) => {
          // An empty frame has octets, and no slice of them.
          fc.pre(one.octets.length > 0);
          const packet = read(one);
          expect(inPlace.matches(packet)).toBe(inTree.matches(packet));
        }),
        { seed: SEED, numRuns: 100 },
      );
    },
  );

  const NUMBERS = [
    ...[
      "vlan.id",
      "vlan.priority",
      "ip.ttl",
      "ip.proto",
      "ip.len",
      "ip.id",
      "ip.flags",
      "ip.flags.df",
    ],
    ...[
      "ip.flags.mf",
      "ip.checksum",
      "ipv6.nxt",
      "ipv6.hlim",
      "ipv6.plen",
      "tcp.srcport",
      "tcp.dstport",
    ],
    ...["tcp.port", "tcp.flags", "tcp.flags.syn", "tcp.flags.ns", "tcp.flags.ack", "tcp.seq_raw"],
    ...["tcp.window_size_value", "udp.srcport", "udp.port", "udp.length", "icmp.type", "icmp.code"],
    ...[
      "icmpv6.type",
      "arp.opcode",
      "frame.len",
      "frame.cap_len",
      "frame.number",
      "frame.interface_id",
    ],
  ];
  const ADDRESSES = ["ip.src", "ip.dst", "ip.addr", "ipv6.src", "ipv6.addr", "eth.src", "eth.addr"];

  test("Numbers, for every operator, any and all", () => {
    fc.assert(
      fc.property(
        captured,
        fc.constantFrom(...NUMBERS),
        fc.constantFrom("==", "!=", "<", "<=", ">", ">="),
        fc.constantFrom("any", "all"),
        fc.oneof(fc.constantFrom("0", "1", "4", "6", "64"), fc.constantFrom("53", "80", "2", "5")),
        (one, name, operator, quantifier, literal) => {
          const packet = read(one);
          const values = treeValues(dissect(packet), name).map(Number);
          const holds = (value: number): boolean => {
            const order = value - Number(literal);
            if (operator === "==") return order === 0;
            if (operator === "!=") return order !== 0;
            if (operator === "<") return order < 0;
            if (operator === "<=") return order <= 0;
            return operator === ">" ? order > 0 : order >= 0;
          };
          const expected =
            values.length > 0 && (quantifier === "any" ? values.some(holds) : values.every(holds));
          const limit =
            filterFields().get(name)!.valueClass === "boolean"
              ? Math.min(1, Number(literal))
              : literal;
          if (String(limit) !== literal) return;
          const filter = compileFilter(`${quantifier} ${name} ${operator} ${literal}`);
          expect(filter.matches(packet)).toBe(expected);
        },
      ),
      { seed: SEED, numRuns: 4000 },
    );
  });

  test("Addresses, their own text and presence", () => {
    fc.assert(
      fc.property(captured, fc.constantFrom(...ADDRESSES), (one, name) => {
        const packet = read(one);
        const values = treeValues(dissect(packet), name);
        expect(compileFilter(name).matches(packet)).toBe(values.length > 0);
        for (const value of values) {
          expect(compileFilter(`${name} == ${value}`).matches(packet)).toBe(true);
          expect(compileFilter(`${name} in {${value}}`).matches(packet)).toBe(true);
          const all = values.every((other) => other === value);
          expect(compileFilter(`all ${name} == ${value}`).matches(packet)).toBe(all);
        }
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  test("A protocol is present when the tree has its layer", () => {
    const names = [
      "eth",
      "vlan",
      "arp",
      "ip",
      "ipv6",
      "icmp",
      "icmpv6",
      "tcp",
      "udp",
      "sctp",
      "gre",
    ];
    const applications = ["dns", "mdns", "tls", "http", "quic", "dhcp"];
    fc.assert(
      fc.property(captured, (one) => {
        const packet = read(one);
        const protocols = dissect(packet).map(({ protocol }) => protocol);
        for (const name of [...names, ...applications]) {
          expect([name, compileFilter(name).matches(packet)]).toEqual([
            name,
            protocols.includes(name),
          ]);
        }
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

test("In-place comparisons leave nothing to collect", () => {
  const filter = compileFilter(
    "ip.addr == 10.0.0.0/8 && tcp.port in {80, 443} && !(tcp.flags.syn == 0)",
  );
  const packet = read(SYN);
  let selected = 0;
  const run = (): void => {
    for (let i = 0; i < 200_000; i += 1) if (filter.matches(packet)) selected += 1;
  };
  run();
  const before = process.memoryUsage().heapUsed;
  run();
  const growth = process.memoryUsage().heapUsed - before;
  expect(selected).toBe(400_000);
  expect(growth / 200_000).toBeLessThan(8);
});
