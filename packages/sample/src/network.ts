/**
 * The network that the sample shows: a home of twelve devices behind one router, seen from a mirror
 * port on the router's LAN side. Addresses are private or reserved for documentation (RFC 1918,
 * RFC 3849, RFC 5737, RFC 7042 §2.1.2), names are reserved as well (RFC 2606).
 */
import { type IpAddress, ipAddress, type MacAddress, macAddress } from "./packet/address.ts";

/** What sends and receives: a device of the home, or a server behind the router. */
export interface Host {
  readonly name: string;
  readonly ipv4: IpAddress;
  readonly ipv6: IpAddress;
  /** Link-local address. */
  readonly linkLocal: IpAddress;
  /** The MAC address that frames to and from it carry on the LAN: behind the router, the router's. */
  readonly mac: MacAddress;
  /** TTL or hop limit with which its packets reach the LAN. */
  readonly hopLimit: number;
  /** Microseconds from the LAN to the host and back. */
  readonly roundTrip: number;
}

const LAN_ROUND_TRIP = 400;
export const LAN_PREFIX: IpAddress = ipAddress("2001:db8:10:1::");

function device(index: number, name: string): Host {
  const suffix = index.toString(16).padStart(2, "0");
  return {
    name,
    ipv4: ipAddress(`192.168.1.${index}`),
    ipv6: ipAddress(`2001:db8:10:1::${suffix}`),
    linkLocal: ipAddress(`fe80::200:5eff:fe00:53${suffix}`),
    mac: macAddress(`00:00:5e:00:53:${suffix}`),
    hopLimit: 64,
    roundTrip: LAN_ROUND_TRIP,
  };
}

export const router: Host = device(1, "router");
export const laptop: Host = device(20, "anna-laptop");
export const desktop: Host = device(21, "ben-desktop");
export const phone: Host = device(22, "anna-phone");
export const secondPhone: Host = device(23, "ben-phone");
export const tablet: Host = device(24, "kids-tablet");
export const television: Host = device(30, "living-room-tv");
export const speaker: Host = device(31, "kitchen-speaker");
export const console: Host = device(32, "game-console");
export const nas: Host = device(40, "nas");
export const printer: Host = device(41, "printer");
export const camera: Host = device(42, "door-camera");
export const thermostat: Host = device(43, "thermostat");

/** Every device of the home, the router first. */
export const DEVICES: readonly Host[] = [
  router,
  laptop,
  desktop,
  phone,
  secondPhone,
  tablet,
  television,
  speaker,
  console,
  nas,
  printer,
  camera,
  thermostat,
];

/** A server on the internet; `roundTrip` in milliseconds. */
function server(name: string, addresses: [string, string], roundTrip: number): Host {
  return {
    name,
    ipv4: ipAddress(addresses[0]),
    ipv6: ipAddress(addresses[1]),
    linkLocal: router.linkLocal,
    mac: router.mac,
    hopLimit: 52,
    roundTrip: roundTrip * 1000,
  };
}

export const SITES: readonly Host[] = [
  server("www.example.com", ["198.51.100.10", "2001:db8:cafe::10"], 14),
  server("news.example", ["198.51.100.21", "2001:db8:cafe::21"], 18),
  server("static.news.example", ["198.51.100.22", "2001:db8:cafe::22"], 9),
  server("shop.example", ["203.0.113.5", "2001:db8:beef::5"], 31),
  server("images.shop.example", ["203.0.113.6", "2001:db8:beef::6"], 12),
  server("mail.example.net", ["192.0.2.25", "2001:db8:face::25"], 22),
  server("social.example", ["203.0.113.77", "2001:db8:beef::77"], 26),
  server("api.social.example", ["203.0.113.78", "2001:db8:beef::78"], 27),
  server("maps.example.org", ["198.51.100.60", "2001:db8:cafe::60"], 16),
  server("wiki.example.org", ["198.51.100.61", "2001:db8:cafe::61"], 19),
];
export const videoServer: Host = server(
  "cdn.video.example",
  ["198.51.100.200", "2001:db8:cafe::200"],
  8,
);
export const plainSite: Host = server("old.example.org", ["192.0.2.80", "2001:db8:face::80"], 41);
export const slowServer: Host = server(
  "reports.slow.example",
  ["203.0.113.200", "2001:db8:beef::200"],
  620,
);
/** Never answers. */
export const deadServer: Host = server(
  "backup.gone.example",
  ["192.0.2.250", "2001:db8:face::250"],
  50,
);
export const backupServer: Host = server(
  "vault.example.net",
  ["203.0.113.40", "2001:db8:beef::40"],
  24,
);
export const timeServer: Host = server(
  "time.example.net",
  ["192.0.2.123", "2001:db8:face::123"],
  11,
);
export const cloudServer: Host = server(
  "iot.example.com",
  ["198.51.100.90", "2001:db8:cafe::90"],
  35,
);
