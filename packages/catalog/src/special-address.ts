/**
 * Addresses whose meaning is fixed: the special-purpose registries of IANA (RFC 6890), well-known
 * multicast groups, and public resolvers.
 */

/** What an address is for, where that is not a host somewhere. */
export type AddressKind =
  | "global"
  | "private"
  | "shared"
  | "link-local"
  | "loopback"
  | "multicast"
  | "broadcast"
  | "documentation"
  | "unspecified"
  | "reserved";

interface Network {
  readonly prefix: number;
  /** Length of the prefix, 0 … 32. */
  readonly bits: number;
  readonly kind: AddressKind;
}

function network(text: string, kind: AddressKind): Network {
  const [address = "", bits = ""] = text.split("/");
  const prefix = address.split(".").reduce((word, octet) => word * 256 + Number(octet), 0);
  return { prefix, bits: Number(bits), kind };
}

const IPV4_NETWORKS: readonly Network[] = [
  network("0.0.0.0/32", "unspecified"),
  network("255.255.255.255/32", "broadcast"),
  network("10.0.0.0/8", "private"),
  network("172.16.0.0/12", "private"),
  network("192.168.0.0/16", "private"),
  network("100.64.0.0/10", "shared"),
  network("169.254.0.0/16", "link-local"),
  network("127.0.0.0/8", "loopback"),
  network("224.0.0.0/4", "multicast"),
  network("192.0.2.0/24", "documentation"),
  network("198.51.100.0/24", "documentation"),
  network("203.0.113.0/24", "documentation"),
  network("0.0.0.0/8", "reserved"),
  network("192.0.0.0/24", "reserved"),
  network("198.18.0.0/15", "reserved"),
  network("240.0.0.0/4", "reserved"),
];

const NAMES: ReadonlyMap<string, string> = new Map([
  ["255.255.255.255", "Broadcast"],
  ["0.0.0.0", "No address yet"],
  ["224.0.0.1", "All hosts"],
  ["224.0.0.2", "All routers"],
  ["224.0.0.5", "OSPF routers"],
  ["224.0.0.6", "OSPF designated routers"],
  ["224.0.0.9", "RIPv2 routers"],
  ["224.0.0.10", "EIGRP routers"],
  ["224.0.0.13", "PIM routers"],
  ["224.0.0.18", "VRRP"],
  ["224.0.0.22", "IGMPv3"],
  ["224.0.0.102", "HSRP and GLBP"],
  ["224.0.0.251", "mDNS"],
  ["224.0.0.252", "LLMNR"],
  ["224.0.1.1", "NTP multicast"],
  ["224.0.1.129", "PTP"],
  ["239.255.255.250", "SSDP and WS-Discovery"],
  ["239.255.255.253", "SLP"],
  ["::", "No address yet"],
  ["::1", "This machine"],
  ["ff02::1", "All nodes"],
  ["ff02::2", "All routers"],
  ["ff02::5", "OSPF routers"],
  ["ff02::6", "OSPF designated routers"],
  ["ff02::9", "RIPng routers"],
  ["ff02::a", "EIGRP routers"],
  ["ff02::c", "SSDP and WS-Discovery"],
  ["ff02::d", "PIM routers"],
  ["ff02::12", "VRRP"],
  ["ff02::16", "MLDv2"],
  ["ff02::fb", "mDNS"],
  ["ff02::1:2", "DHCPv6 servers and relays"],
  ["ff02::1:3", "LLMNR"],
  ["ff05::c", "SSDP and WS-Discovery"],
  ["ff05::1:3", "DHCPv6 servers"],
  ["8.8.8.8", "Google Public DNS"],
  ["8.8.4.4", "Google Public DNS"],
  ["2001:4860:4860::8888", "Google Public DNS"],
  ["2001:4860:4860::8844", "Google Public DNS"],
  ["1.1.1.1", "Cloudflare DNS"],
  ["1.0.0.1", "Cloudflare DNS"],
  ["2606:4700:4700::1111", "Cloudflare DNS"],
  ["2606:4700:4700::1001", "Cloudflare DNS"],
  ["9.9.9.9", "Quad9 DNS"],
  ["149.112.112.112", "Quad9 DNS"],
  ["2620:fe::fe", "Quad9 DNS"],
  ["208.67.222.222", "OpenDNS"],
  ["208.67.220.220", "OpenDNS"],
]);

/** Addresses of 16 octets, IPv4 ones as ::ffff:a.b.c.d (RFC 4291 §2.5.5.2). */
export interface KindRange {
  readonly kind: AddressKind;
  readonly first: Uint8Array;
  /** Inclusive. */
  readonly last: Uint8Array;
}

/** A network as numbers of 128 bits. */
interface Block {
  readonly kind: AddressKind;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * What {@link ipv4Kind} and {@link ipv6Kind} know as ranges that follow one another from the lowest address to the
 * highest, for engines that have to know it of many addresses.
 */
export function kindRanges(): KindRange[] {
  const blocks = kindBlocks();
  const starts = new Set(blocks.flatMap(({ first, last }) => [first, last + 1n]));
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
  const ranges: Block[] = [];
  for (const [i, first] of sorted.entries()) {
    const block = blocks.find((one) => one.first <= first && first <= one.last);
    if (block === undefined) continue;
    const last = sorted[i + 1]! - 1n;
    const before = ranges.at(-1);
    if (before?.kind === block.kind) ranges[ranges.length - 1] = { ...before, last };
    else ranges.push({ kind: block.kind, first, last });
  }
  return ranges.map(({ kind, first, last }) => ({
    kind,
    first: octetsOf(first),
    last: octetsOf(last),
  }));
}

/** Networks of which the first that holds an address tells its kind; the last holds all. */
function kindBlocks(): Block[] {
  const ipv4 = [...IPV4_NETWORKS, network("0.0.0.0/0", "global")];
  return [
    ...ipv4.map(({ prefix, bits, kind }) =>
      block(kind, 0xffff_0000_0000n + BigInt(prefix), 96 + bits),
    ),
    block("unspecified", 0n, 128),
    block("loopback", 1n, 128),
    block("multicast", 0xff00n << 112n, 8),
    block("private", 0xfc00n << 112n, 7),
    block("link-local", 0xfe80n << 112n, 10),
    block("documentation", 0x2001_0db8n << 96n, 32),
    block("global", 0x2000n << 112n, 3),
    block("reserved", 0n, 0),
  ];
}

function block(kind: AddressKind, first: bigint, bits: number): Block {
  return { kind, first, last: first + (1n << BigInt(128 - bits)) - 1n };
}

function octetsOf(address: bigint): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, i) =>
    Number((address >> BigInt(120 - 8 * i)) & 0xffn),
  );
}

/** Kind of an IPv4 address, given as a 32-bit word, signed or not. */
export function ipv4Kind(word: number): AddressKind {
  const address = word >>> 0;
  for (const { prefix, bits, kind } of IPV4_NETWORKS) {
    const size = 2 ** (32 - bits);
    if (address >= prefix && address < prefix + size) return kind;
  }
  return "global";
}

/** Kind of an IPv6 address, given as four 32-bit words, signed or not (RFC 4291 §2.4, RFC 4193, RFC 3849). */
export function ipv6Kind(w0: number, w1: number, w2: number, w3: number): AddressKind {
  if ((w0 | w1 | w2) === 0 && w3 === 0) return "unspecified";
  if ((w0 | w1 | w2) === 0 && w3 === 1) return "loopback";
  const first = w0 >>> 24;
  if (first === 0xff) return "multicast";
  if ((first & 0xfe) === 0xfc) return "private";
  if (w0 >>> 22 === 0xfe80 >>> 6) return "link-local";
  if (w0 >>> 0 === 0x2001_0db8) return "documentation";
  return first >>> 5 === 1 ? "global" : "reserved";
}

/** What an address that is known to everybody is called; undefined for all others. */
export function wellKnownName(address: string): string | undefined {
  return NAMES.get(address);
}
