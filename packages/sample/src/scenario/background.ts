/** What a network says when nobody asks: ARP, neighbours, pings, time, discovery, devices calling home. */
import { lookUp } from "../conversation/lookup.ts";
import { groupUdpFrame, ipFrame, udpFrame } from "../conversation/path.ts";
import { buildDns, DnsType } from "../message/dns.ts";
import { buildNtp } from "../message/ntp.ts";
import {
  camera,
  cloudServer,
  console,
  DEVICES,
  desktop,
  type Host,
  laptop,
  nas,
  printer,
  router,
  SITES,
  speaker,
  television,
  thermostat,
  timeServer,
} from "../network.ts";
import { ipAddress, macAddress } from "../packet/address.ts";
import { buildArp } from "../packet/arp.ts";
import { asciiBytes } from "../packet/byte-writer.ts";
import { buildEthernet, EtherType } from "../packet/ethernet.ts";
import {
  buildIcmpEcho,
  buildIcmpv6,
  neighborAdvertisement,
  neighborSolicitation,
} from "../packet/icmp.ts";
import type { Random } from "../random.ts";
import { type Frames, MILLISECOND, SECOND } from "../sample-frame.ts";
import { secureExchange } from "./secure-exchange.ts";

const BROADCAST_MAC = macAddress("ff:ff:ff:ff:ff:ff");
const NO_MAC = macAddress("00:00:00:00:00:00");
const SSDP_GROUP = ipAddress("239.255.255.250");
const MDNS_GROUP = ipAddress("224.0.0.251");
const LLMNR_GROUP = ipAddress("224.0.0.252");
const ICMP = 1;
const ICMPV6 = 58;
const NTP = 123;
const SSDP = 1900;
const MQTT_TLS = 8883;
const PING_LENGTH = 56;
const SMART_DEVICES: readonly Host[] = [camera, thermostat, speaker, console];
const QUERIERS: readonly Host[] = [laptop, desktop, television, speaker];

export function* background(
  duration: number,
  { random, startSeconds }: { random: Random; startSeconds: number },
): Generator<Frames> {
  yield resolveAddresses(duration, random.fork());
  yield resolveNeighbors(duration, random.fork());
  yield ping(duration, random.fork());
  yield discover(duration, random.fork());
  yield queryNames(duration, random.fork());
  yield synchronizeTime(duration, { random: random.fork(), startSeconds });
  yield* callHome(duration, random);
}

function* resolveAddresses(duration: number, random: Random): Frames {
  let time = 300 * MILLISECOND;
  while (time < duration) {
    const asking = random.pick(DEVICES);
    const asked = asking === router ? nas : router;
    const request = {
      operation: "request",
      senderMac: asking.mac,
      senderIp: asking.ipv4,
      targetMac: NO_MAC,
      targetIp: asked.ipv4,
    } as const;
    yield { time, bytes: arpFrame(asking, BROADCAST_MAC, buildArp(request)) };
    const reply = buildArp({
      operation: "reply",
      senderMac: asked.mac,
      senderIp: asked.ipv4,
      targetMac: asking.mac,
      targetIp: asking.ipv4,
    });
    time += random.integer(200, 900);
    yield { time, bytes: arpFrame(asked, asking.mac, reply) };
    time += Math.round(random.around(3 * SECOND));
  }
}

function arpFrame(
  from: Host,
  destination: Uint8Array<ArrayBuffer>,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return buildEthernet({ source: from.mac, destination, etherType: EtherType.Arp, payload });
}

/** Neighbours check that each other is still there, RFC 4861 §7.3. */
function* resolveNeighbors(duration: number, random: Random): Frames {
  let time = 1500 * MILLISECOND;
  while (time < duration) {
    const asking = random.pick(QUERIERS);
    const question = neighborSolicitation(router.ipv6, asking.mac);
    yield { time, bytes: neighborFrame(asking, router, 135, question) };
    time += random.integer(250, 800);
    const answer = neighborAdvertisement(router.ipv6, router.mac);
    yield { time, bytes: neighborFrame(router, asking, 136, answer) };
    time += Math.round(random.around(5 * SECOND));
  }
}

function neighborFrame(from: Host, to: Host, type: number, body: Uint8Array) {
  const local = { ...from, hopLimit: 255 };
  const payload = buildIcmpv6({ source: from.ipv6, destination: to.ipv6, type, body });
  return ipFrame(local, to, { version: 6, protocol: ICMPV6, payload });
}

/** Somebody has left a ping running, RFC 792. */
function* ping(duration: number, random: Random): Frames {
  const target = SITES[0]!;
  const echo = { identifier: random.integer(1, 0xffff), payload: random.bytes(PING_LENGTH) };
  for (let sequence = 1; sequence * SECOND < duration - SECOND; sequence++) {
    const time = sequence * SECOND + random.integer(0, 400);
    const request = buildIcmpEcho({ ...echo, type: "request", sequence });
    const identification = random.integer(0, 0xffff);
    const content = { version: 4, protocol: ICMP, identification } as const;
    yield { time, bytes: ipFrame(laptop, target, { ...content, payload: request }) };
    if (random.fraction() < 0.01) continue;
    const reply = buildIcmpEcho({ ...echo, type: "reply", sequence });
    const later = time + Math.round(target.roundTrip * (0.9 + 0.4 * random.fraction()));
    yield { time: later, bytes: ipFrame(target, laptop, { ...content, payload: reply }) };
  }
}

/** SSDP searches and announcements, UPnP Device Architecture 2.0 §1. */
function* discover(duration: number, random: Random): Frames {
  for (let time = 4 * SECOND; time < duration; time += Math.round(random.around(15 * SECOND))) {
    const search =
      "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n" +
      'MAN: "ssdp:discover"\r\nMX: 1\r\nST: urn:dial-multiscreen-org:service:dial:1\r\n\r\n';
    const ports = { sourcePort: random.integer(32_768, 60_999), destinationPort: SSDP };
    const question = { ...ports, payload: asciiBytes(search), hopLimit: 4 };
    yield { time, bytes: groupUdpFrame(random.pick(QUERIERS), SSDP_GROUP, question) };
    const notice =
      "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nCACHE-CONTROL: max-age=1800\r\n" +
      "LOCATION: http://192.168.1.1:5000/root.xml\r\nNT: upnp:rootdevice\r\nNTS: ssdp:alive\r\n" +
      "USN: uuid:00000000-0000-1000-8000-00005e005301::upnp:rootdevice\r\n\r\n";
    const announcement = { sourcePort: SSDP, destinationPort: SSDP, hopLimit: 4 };
    const bytes = groupUdpFrame(router, SSDP_GROUP, {
      ...announcement,
      payload: asciiBytes(notice),
    });
    yield { time: time + 700 * MILLISECOND, bytes };
  }
}

/** Names on the local link: mDNS for a service, LLMNR for a host. */
function* queryNames(duration: number, random: Random): Frames {
  for (let time = 5 * SECOND; time < duration; time += Math.round(random.around(9 * SECOND))) {
    const service = random.pick(["_googlecast._tcp.local", "_ipp._tcp.local", "_smb._tcp.local"]);
    const query = buildDns({ id: 0, flags: 0, questions: [{ name: service, type: DnsType.Ptr }] });
    const mdns = { sourcePort: 5353, destinationPort: 5353, hopLimit: 255 };
    const asking = random.pick(QUERIERS);
    yield { time, bytes: groupUdpFrame(asking, MDNS_GROUP, { ...mdns, payload: query }) };
    const id = random.integer(1, 0xffff);
    const questions = [{ name: "printer", type: DnsType.A }];
    const port = random.integer(49_152, 65_535);
    const search = buildDns({ id, flags: 0, questions });
    const later = time + random.integer(200, 900) * MILLISECOND;
    const llmnr = { sourcePort: port, destinationPort: 5355, payload: search, hopLimit: 1 };
    yield { time: later, bytes: groupUdpFrame(desktop, LLMNR_GROUP, llmnr) };
    const answers = [{ name: "printer", data: { address: printer.ipv4 } }];
    const answer = buildDns({ id, flags: 0x8000, questions, answers });
    const back = { version: 4, sourcePort: 5355, destinationPort: port, payload: answer } as const;
    yield { time: later + 1400, bytes: udpFrame(printer, desktop, back) };
  }
}

function* synchronizeTime(
  duration: number,
  { random, startSeconds }: { random: Random; startSeconds: number },
): Frames {
  for (let time = 6 * SECOND; time < duration; time += Math.round(random.around(20 * SECOND))) {
    const client = random.pick(DEVICES.slice(1));
    yield* lookUp({ client, target: timeServer, start: time, random });
    const ask = time + 60 * MILLISECOND;
    const sent = startSeconds + ask / SECOND;
    const ports = { version: 4, sourcePort: NTP, destinationPort: NTP } as const;
    const request = buildNtp(sent);
    yield { time: ask, bytes: udpFrame(client, timeServer, { ...ports, payload: request }) };
    const reply = buildNtp(sent, sent + timeServer.roundTrip / 2 / SECOND);
    const later = ask + timeServer.roundTrip;
    yield { time: later, bytes: udpFrame(timeServer, client, { ...ports, payload: reply }) };
  }
}

/** Cameras, speakers and the like keep a connection to their maker, port 8883. */
function* callHome(duration: number, random: Random): Generator<Frames> {
  let start = 3 * SECOND;
  for (const client of SMART_DEVICES) {
    const own = random.fork();
    yield lookUp({ client, target: cloudServer, start, random: own.fork() });
    yield secureExchange({
      client,
      server: cloudServer,
      version: 4,
      port: MQTT_TLS,
      start: start + 80 * MILLISECOND,
      random: own,
      exchanges: Array.from({ length: Math.floor(duration / (12 * SECOND)) }, () => ({
        wait: Math.round(own.around(10 * SECOND)),
        requestLength: own.integer(60, 400),
        responseLength: own.integer(20, 120),
      })),
    });
    start += random.integer(1, 4) * SECOND;
  }
}
