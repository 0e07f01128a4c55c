/** Addresses as octets, from the text that people write. */

/** 6 octets. */
export type MacAddress = Uint8Array<ArrayBuffer>;
/** 4 octets for IPv4, 16 for IPv6. */
export type IpAddress = Uint8Array<ArrayBuffer>;

/** `00:00:5e:00:53:01`. @throws {RangeError} when it is none. */
export function macAddress(text: string): MacAddress {
  const parts = text.split(":");
  if (parts.length !== 6 || parts.some((part) => !/^[0-9a-f]{2}$/i.test(part))) {
    throw new RangeError(`"${text}" is no MAC address.`);
  }
  return Uint8Array.from(parts, (part) => Number.parseInt(part, 16));
}

/** `192.0.2.1` or `2001:db8::1`. @throws {RangeError} when it is none. */
export function ipAddress(text: string): IpAddress {
  return text.includes(":") ? ipv6Address(text) : ipv4Address(text);
}

function ipv4Address(text: string): IpAddress {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) {
    throw new RangeError(`"${text}" is no IPv4 address.`);
  }
  return Uint8Array.from(parts, Number);
}

/** RFC 4291 §2.2, forms 1 and 2. */
function ipv6Address(text: string): IpAddress {
  const [head, tail, excess] = text.split("::");
  const first = words(head);
  const last = words(tail);
  const missing = 8 - first.length - last.length;
  const sound = excess === undefined && (tail === undefined ? missing === 0 : missing > 0);
  const all = [...first, ...new Array<number>(Math.max(missing, 0)).fill(0), ...last];
  if (!sound || all.some((word) => !(word >= 0 && word <= 0xffff))) {
    throw new RangeError(`"${text}" is no IPv6 address.`);
  }
  return Uint8Array.from(all.flatMap((word) => [word >>> 8, word & 0xff]));
}

function words(text: string | undefined): number[] {
  if (text === undefined || text === "") return [];
  return text
    .split(":")
    .map((part) => (/^[0-9a-f]{1,4}$/i.test(part) ? Number.parseInt(part, 16) : -1));
}

/** Ethernet address of an IP multicast group, RFC 1112 §6.4 and RFC 2464 §7. */
export function multicastMac(group: IpAddress): MacAddress {
  return group.length === 4
    ? Uint8Array.of(0x01, 0x00, 0x5e, group[1]! & 0x7f, group[2]!, group[3]!)
    : Uint8Array.of(0x33, 0x33, group[12]!, group[13]!, group[14]!, group[15]!);
}

/** Group that asks for the holder of `address`, RFC 4291 §2.7.1. */
export function solicitedNodeGroup(address: IpAddress): IpAddress {
  const group = ipAddress("ff02::1:ff00:0");
  group.set(address.subarray(13), 13);
  return group;
}
