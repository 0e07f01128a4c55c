/** The sample: three minutes of a home network, the same for the same seed. */
import { mergeFrames } from "./merge.ts";
import { Random } from "./random.ts";
import { type Frames, SECOND } from "./sample-frame.ts";
import { background } from "./scenario/background.ts";
import { backup } from "./scenario/backup.ts";
import { browsing } from "./scenario/browsing.ts";
import { joining } from "./scenario/joining.ts";
import { streaming } from "./scenario/streaming.ts";
import { portScan, refusedDatagrams, slowReports, unreachableService } from "./scenario/trouble.ts";

export interface SampleOptions {
  /** Any 32-bit integer; 1 unless given. */
  readonly seed?: number;
  /** Whole seconds since 1970 at which the sample begins; 2026-01-05T20:00:00Z unless given. */
  readonly startSeconds?: number;
  /** Seconds that it lasts; 180 unless given. Below 20 the video and what comes later are missing. */
  readonly durationSeconds?: number;
  /** Octets kept of each packet; everything unless given. */
  readonly snapLength?: number;
}

export interface SamplePacket {
  /** Whole seconds since 1970. */
  readonly seconds: number;
  /** 0 … 999999999. */
  readonly nanoseconds: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Octets on the wire; more than `bytes` holds only with a snap length. */
  readonly originalLength: number;
}

const DEFAULTS: Required<SampleOptions> = {
  seed: 1,
  startSeconds: Date.UTC(2026, 0, 5, 20) / 1000,
  durationSeconds: 180,
  snapLength: Number.POSITIVE_INFINITY,
};

/** Ethernet frames in order of time. Each is the caller's to keep. */
export function* samplePackets(
  options: SampleOptions = {},
): Generator<SamplePacket, void, undefined> {
  const { seed, startSeconds, durationSeconds, snapLength } = { ...DEFAULTS, ...options };
  const random = new Random(seed);
  const duration = durationSeconds * SECOND;
  for (const { time, bytes } of mergeFrames(scenarios(duration, { random, startSeconds }))) {
    if (time >= duration) continue;
    yield {
      seconds: startSeconds + Math.floor(time / SECOND),
      nanoseconds: (time % SECOND) * 1000,
      bytes: bytes.length > snapLength ? bytes.slice(0, snapLength) : bytes,
      originalLength: bytes.length,
    };
  }
}

function* scenarios(
  duration: number,
  context: { random: Random; startSeconds: number },
): Generator<Frames> {
  const { random } = context;
  yield* joining(duration, random.fork());
  yield* background(duration, { ...context, random: random.fork() });
  yield* browsing(duration, random.fork());
  yield* streaming(duration, random.fork());
  yield backup(duration, random.fork());
  yield* slowReports(duration, random.fork());
  yield* unreachableService(duration, random.fork());
  yield* portScan(duration, random.fork());
  yield refusedDatagrams(duration, random.fork());
}
