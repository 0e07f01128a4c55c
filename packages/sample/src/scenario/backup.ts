/** The NAS copies its nightly backup away over SSH: a long upload. */
import { lookUp } from "../conversation/lookup.ts";
import { TcpConversation } from "../conversation/tcp-conversation.ts";
import {
  buildEcdhInit,
  buildEcdhReply,
  buildKeyExchangeInit,
  buildNewKeys,
  buildSshBanner,
} from "../message/ssh.ts";
import { backupServer, nas } from "../network.ts";
import type { Random } from "../random.ts";
import { type Frames, MILLISECOND, SECOND } from "../sample-frame.ts";

const SSH = 22;
const START = 45 * SECOND;
/** Octets that go up, in pieces, at 10 Mbit/s. */
const LENGTH = 12_000_000;
const PIECE_LENGTH = 250_000;
const RATE = 1_250_000;
const END_MARGIN = 5 * SECOND;

export function* backup(duration: number, random: Random): Frames {
  if (duration < START + END_MARGIN) return;
  yield* lookUp({ client: nas, target: backupServer, start: START, random });
  const connection = new TcpConversation({
    client: nas,
    server: backupServer,
    version: 4,
    clientPort: random.integer(32_768, 60_999),
    serverPort: SSH,
    start: START + 60 * MILLISECOND,
    random,
    rate: RATE,
    loss: 0.001,
  });
  yield* connection.open();
  yield* connection.send("client", buildSshBanner("OpenSSH_9.6"));
  yield* connection.send("server", buildSshBanner("OpenSSH_9.2"));
  yield* connection.send("client", buildKeyExchangeInit(random));
  yield* connection.send("server", buildKeyExchangeInit(random));
  yield* connection.send("client", buildEcdhInit(random));
  yield* connection.send("server", buildEcdhReply(random));
  yield* connection.send("client", buildNewKeys(random));
  for (let sent = 0; sent < LENGTH && connection.time < duration - END_MARGIN; ) {
    yield* connection.send("client", random.bytes(PIECE_LENGTH));
    yield* connection.send("server", random.bytes(52));
    sent += PIECE_LENGTH;
  }
  yield* connection.close();
}
