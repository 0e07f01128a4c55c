/** People reading pages: look-ups, HTTPS over both versions of IP, some QUIC, a plain HTTP site. */
import { lookUp } from "../conversation/lookup.ts";
import { type IpVersion, udpFrame } from "../conversation/path.ts";
import { TcpConversation } from "../conversation/tcp-conversation.ts";
import { buildQuicInitial, buildQuicShort, quicConnectionId } from "../message/quic.ts";
import {
  desktop,
  type Host,
  laptop,
  phone,
  plainSite,
  SITES,
  secondPhone,
  tablet,
} from "../network.ts";
import { asciiBytes, concatBytes } from "../packet/byte-writer.ts";
import type { Random } from "../random.ts";
import { type Frames, MILLISECOND, SECOND } from "../sample-frame.ts";
import { type Exchange, secureExchange } from "./secure-exchange.ts";

const HTTPS = 443;
const HTTP = 80;
const READERS: readonly Host[] = [laptop, desktop, phone, secondPhone, tablet];
/** One page in so many microseconds, over all readers. */
const PAGE_INTERVAL = 4 * SECOND;
const CONTENT_NETWORK = "edge.cdn.example";

/** All page views up to `duration` microseconds, as one generator each. */
export function* browsing(duration: number, random: Random): Generator<Frames> {
  let start = 2 * SECOND;
  for (let page = 0; start < duration - 8 * SECOND; page++) {
    const own = random.fork();
    const reader = own.pick(READERS);
    if (page % 9 === 4) yield plainPage(reader, start, own);
    else if (page % 5 === 3) yield quicPage(reader, start, own);
    else yield* securePage(reader, start, own);
    start += Math.round(random.around(PAGE_INTERVAL));
  }
}

/** A page from one site and its pictures from another. */
function* securePage(client: Host, start: number, random: Random): Generator<Frames> {
  const version: IpVersion = random.fraction() < 0.5 ? 4 : 6;
  const [first, second] = [random.pick(SITES), random.pick(SITES)];
  yield lookUp({ client, target: first, start, random: random.fork() });
  const connect = start + 60 * MILLISECOND;
  const page = { client, version, server: first, start: connect, random: random.fork() };
  yield secureExchange({ ...page, exchanges: exchanges(random, 3, 40_000) });
  if (second === first) return;
  const later = start + 300 * MILLISECOND;
  yield lookUp({
    client,
    target: second,
    start: later,
    random: random.fork(),
    canonicalName: CONTENT_NETWORK,
  });
  const pictures = { ...page, server: second, start: later + 60 * MILLISECOND };
  const list = exchanges(random, 6, 90_000);
  yield secureExchange({ ...pictures, random: random.fork(), exchanges: list, loss: 0.002 });
}

function exchanges(random: Random, count: number, meanLength: number): Exchange[] {
  return Array.from({ length: count }, () => ({
    wait: Math.round(random.around(120 * MILLISECOND)),
    requestLength: random.integer(180, 700),
    responseLength: Math.round(random.around(meanLength)),
  }));
}

/** HTTP/1.1 without encryption, RFC 9112. */
function* plainPage(client: Host, start: number, random: Random): Frames {
  yield* lookUp({ client, target: plainSite, start, random });
  const connection = new TcpConversation({
    client,
    server: plainSite,
    version: 4,
    clientPort: random.integer(32_768, 60_999),
    serverPort: HTTP,
    start: start + 80 * MILLISECOND,
    random,
  });
  yield* connection.open();
  for (const path of ["/", "/style.css", "/photos/2024/harbour.html"]) {
    yield* connection.send(
      "client",
      asciiBytes(
        `GET ${path} HTTP/1.1\r\nHost: ${plainSite.name}\r\n` +
          "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Example/1.0\r\nAccept: */*\r\n\r\n",
      ),
    );
    yield* connection.send("server", plainResponse(path, random.integer(800, 9000)));
    connection.time += Math.round(random.around(40 * MILLISECOND));
  }
  yield* connection.close("server");
}

function plainResponse(path: string, length: number): Uint8Array {
  const type = path.endsWith(".css") ? "text/css" : "text/html; charset=us-ascii";
  const body = asciiBytes("<p>All quiet in the harbour.</p>\n".repeat(length / 33 + 1));
  const head =
    "HTTP/1.1 200 OK\r\nServer: Example/2.4\r\n" +
    `Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return concatBytes([asciiBytes(head), body]);
}

/** HTTP/3: datagrams of QUIC on port 443. */
function* quicPage(client: Host, start: number, random: Random): Frames {
  const server = random.pick(SITES);
  yield* lookUp({ client, target: server, start, random });
  const clientId = quicConnectionId(random);
  const serverId = quicConnectionId(random);
  const clientPort = random.integer(32_768, 60_999);
  const up = { version: 6, sourcePort: clientPort, destinationPort: HTTPS } as const;
  const down = { version: 6, sourcePort: HTTPS, destinationPort: clientPort } as const;
  let time = start + 70 * MILLISECOND;
  const first = buildQuicInitial({ destinationId: serverId, sourceId: clientId, random });
  yield { time, bytes: udpFrame(client, server, { ...up, payload: first }) };
  time += server.roundTrip;
  const answer = buildQuicInitial({ destinationId: clientId, sourceId: serverId, random });
  yield { time, bytes: udpFrame(server, client, { ...down, payload: answer }) };
  const datagrams = random.integer(60, 240);
  for (let index = 0; index < datagrams; index++) {
    time += random.integer(150, 1500);
    const upwards = index % 4 === 0;
    const payload = upwards
      ? buildQuicShort(serverId, random.integer(30, 90), random)
      : buildQuicShort(clientId, 1232, random);
    const bytes = upwards
      ? udpFrame(client, server, { ...up, payload })
      : udpFrame(server, client, { ...down, payload });
    yield { time, bytes };
  }
}
