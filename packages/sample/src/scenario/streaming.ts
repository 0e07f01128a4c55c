/** The television plays a video: one connection, a segment of the film every four seconds. */
import { lookUp } from "../conversation/lookup.ts";
import { television, videoServer } from "../network.ts";
import type { Random } from "../random.ts";
import { type Frames, MILLISECOND, SECOND } from "../sample-frame.ts";
import { secureExchange } from "./secure-exchange.ts";

const START = 20 * SECOND;
const SEGMENT_INTERVAL = 4 * SECOND;
/** Octets of four seconds of film, 2.4 Mbit/s. */
const SEGMENT_LENGTH = 1_200_000;
/** Octets per second with which a segment arrives: 24 Mbit/s. */
const RATE = 3_000_000;

export function* streaming(duration: number, random: Random): Generator<Frames> {
  if (duration < START + 2 * SEGMENT_INTERVAL) return;
  yield lookUp({ client: television, target: videoServer, start: START, random: random.fork() });
  const segments = Math.floor((duration - START) / SEGMENT_INTERVAL) - 1;
  yield secureExchange({
    client: television,
    server: videoServer,
    version: 6,
    start: START + 50 * MILLISECOND,
    random: random.fork(),
    rate: RATE,
    loss: 0.0005,
    exchanges: Array.from({ length: segments }, () => ({
      wait: SEGMENT_INTERVAL - Math.round((SEGMENT_LENGTH / RATE) * SECOND) - 70 * MILLISECOND,
      requestLength: 420,
      responseLength: Math.round(SEGMENT_LENGTH * (0.85 + 0.3 * random.fraction())),
    })),
  });
}
