/** What goes wrong: a server far away that loses packets, one that is gone, and a port scan. */
import { lookUp } from "../conversation/lookup.ts";
import { ipFrame } from "../conversation/path.ts";
import { TcpConversation } from "../conversation/tcp-conversation.ts";
import { camera, deadServer, desktop, laptop, nas, slowServer } from "../network.ts";
import { asciiBytes } from "../packet/byte-writer.ts";
import { buildIcmpUnreachable } from "../packet/icmp.ts";
import { buildIpv4 } from "../packet/ip.ts";
import { buildUdp } from "../packet/udp.ts";
import type { Random } from "../random.ts";
import { type Frames, MILLISECOND, SECOND } from "../sample-frame.ts";
import { secureExchange } from "./secure-exchange.ts";

const SCANNED_PORTS = [
  21, 22, 23, 25, 53, 80, 110, 111, 135, 139, 143, 443, 445, 554, 587, 631, 993, 995, 1433, 1723,
  1883, 3306, 3389, 5060, 5432, 5900, 6379, 8000, 8080, 8443, 8888, 9100, 9200, 11_211, 27_017,
];
const OPEN_PORTS: readonly number[] = [22, 443, 445];
const SCAN_SOURCE_PORT = 54_321;
const PORT_UNREACHABLE = 3;
const BACKUP_PORT = 873;

/** Reports from a server 620 ms away, every tenth segment of which is lost. */
export function* slowReports(duration: number, random: Random): Generator<Frames> {
  for (let start = 10 * SECOND; start < duration - 30 * SECOND; start += 50 * SECOND) {
    yield lookUp({ client: desktop, target: slowServer, start, random: random.fork() });
    yield secureExchange({
      client: desktop,
      server: slowServer,
      version: 4,
      start: start + 90 * MILLISECOND,
      random: random.fork(),
      rate: 60_000,
      loss: 0.1,
      exchanges: [
        { wait: 300 * MILLISECOND, requestLength: 600, responseLength: 45_000 },
        { wait: 1500 * MILLISECOND, requestLength: 500, responseLength: 60_000 },
      ],
    });
  }
}

/** A service that is gone is tried again and again. */
export function* unreachableService(duration: number, random: Random): Generator<Frames> {
  for (let start = 15 * SECOND; start < duration - 20 * SECOND; start += 60 * SECOND) {
    yield lookUp({ client: nas, target: deadServer, start, random: random.fork() });
    const connection = new TcpConversation({
      client: nas,
      server: deadServer,
      version: 4,
      clientPort: random.integer(32_768, 60_999),
      serverPort: BACKUP_PORT,
      start: start + 70 * MILLISECOND,
      random: random.fork(),
    });
    yield connection.openInVain(5);
  }
}

/** The camera has been taken over and knocks at the ports of the NAS: most are closed. */
export function* portScan(duration: number, random: Random): Generator<Frames> {
  let start = 90 * SECOND;
  if (duration < start + 10 * SECOND) return;
  for (const port of SCANNED_PORTS) {
    const knock = new TcpConversation({
      client: camera,
      server: nas,
      version: 4,
      clientPort: SCAN_SOURCE_PORT + random.integer(0, 2000),
      serverPort: port,
      start,
      random: random.fork(),
    });
    yield OPEN_PORTS.includes(port) ? knock.open() : knock.openRefused();
    start += random.integer(8, 40) * MILLISECOND;
  }
}

/** A syslog message to a port where nobody listens, and the answer to that. */
export function* refusedDatagrams(duration: number, random: Random): Frames {
  for (let time = 12 * SECOND; time < duration; time += 37 * SECOND) {
    const payload = buildUdp({
      source: laptop.ipv4,
      destination: nas.ipv4,
      sourcePort: random.integer(32_768, 60_999),
      destinationPort: 514,
      payload: asciiBytes("<13>anna-laptop backup: done"),
    });
    const packet = { source: laptop.ipv4, destination: nas.ipv4, protocol: 17, payload };
    yield { time, bytes: ipFrame(laptop, nas, { version: 4, protocol: 17, payload }) };
    const unreachable = buildIcmpUnreachable(PORT_UNREACHABLE, buildIpv4(packet));
    const answer = { version: 4, protocol: 1, payload: unreachable } as const;
    yield { time: time + 350, bytes: ipFrame(nas, laptop, answer) };
  }
}
