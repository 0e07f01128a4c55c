/** An HTTPS connection: TLS handshake, then requests and answers of given sizes. */
import type { IpVersion } from "../conversation/path.ts";
import { TcpConversation } from "../conversation/tcp-conversation.ts";
import {
  buildApplicationData,
  buildClientFinished,
  buildClientHello,
  buildServerFlight,
} from "../message/tls.ts";
import type { Host } from "../network.ts";
import type { Random } from "../random.ts";
import type { Frames } from "../sample-frame.ts";

const HTTPS = 443;

export interface Exchange {
  /** Microseconds that the client waits before it asks. */
  readonly wait: number;
  /** Octets of plaintext. */
  readonly requestLength: number;
  readonly responseLength: number;
}

export interface SecureExchangeOptions {
  readonly client: Host;
  readonly server: Host;
  readonly version: IpVersion;
  readonly start: number;
  readonly random: Random;
  readonly exchanges: readonly Exchange[];
  readonly port?: number;
  /** Octets per second. */
  readonly rate?: number;
  readonly loss?: number;
}

export function* secureExchange(options: SecureExchangeOptions): Frames {
  const { random, server, exchanges, port, ...rest } = options;
  const connection = new TcpConversation({
    ...rest,
    random,
    server,
    clientPort: random.integer(32_768, 60_999),
    serverPort: port ?? HTTPS,
  });
  yield* connection.open();
  yield* connection.send("client", buildClientHello({ serverName: server.name, random }));
  yield* connection.send("server", buildServerFlight(random));
  yield* connection.send("client", buildClientFinished(random));
  for (const { wait, requestLength, responseLength } of exchanges) {
    connection.time += wait;
    yield* connection.send("client", buildApplicationData(requestLength, random));
    yield* connection.send("server", buildApplicationData(responseLength, random));
  }
  yield* connection.close();
}
