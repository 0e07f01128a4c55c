/** Fields of the frame: what the capture says of a packet, whatever is in it. */

import { formatTime } from "./application/time-text.ts";
import { defineField, type FieldSpec } from "./field.ts";
import type { Layer } from "./layer.ts";
import { encapsulationType } from "./link/encapsulation.ts";
import { type CaptureTime, spanText } from "./stream/capture-time.ts";
import { Tree } from "./tree.ts";

const INTERFACE = defineField("frame.interface_id", "uint32", "Interface id");
const ENCAPSULATION = defineField("frame.encap_type", "int16", "Encapsulation type");
const TIME = defineField("frame.time", "absoluteTime", "Arrival Time");
const EPOCH = defineField("frame.time_epoch", "absoluteTime", "Epoch Time");
const NUMBER = defineField("frame.number", "frameNumber", "Frame Number");
const LENGTH = defineField("frame.len", "uint32", "Frame Length");
const CAPTURED = defineField("frame.cap_len", "uint32", "Capture Length");
const INTERFACE_NAME = defineField("frame.interface_name", "string", "Interface name");
const DELTA = defineField(
  "frame.time_delta",
  "relativeTime",
  "Time delta from previous captured frame",
);
const DELTA_DISPLAYED = defineField(
  "frame.time_delta_displayed",
  "relativeTime",
  "Time delta from previous displayed frame",
);
const RELATIVE = defineField(
  "frame.time_relative",
  "relativeTime",
  "Time since reference or first frame",
);
const COMMENT = defineField("frame.comment", "string", "Comment");
const PROTOCOLS = defineField("frame.protocols", "string", "Protocols in frame");

export const FRAME_FIELDS: readonly FieldSpec[] = [
  INTERFACE,
  INTERFACE_NAME,
  ENCAPSULATION,
  TIME,
  EPOCH,
  DELTA,
  DELTA_DISPLAYED,
  RELATIVE,
  NUMBER,
  LENGTH,
  CAPTURED,
  PROTOCOLS,
  COMMENT,
];

/** What a capture says of a packet beside its octets and time. */
export interface FrameNotes {
  /** False where the capture does not tell interfaces apart, as pcap files do not. */
  readonly hasInterface?: boolean;
  readonly interfaceName?: string | undefined;
  readonly comments?: readonly string[] | undefined;
}

/** When the capture's other packets came. */
export interface FrameTimes {
  readonly first: CaptureTime;
  readonly previous: CaptureTime;
  /** Of the packet before this one among those that a filter has selected. */
  readonly previousShown: CaptureTime;
}

/**
 * The frame's layer; `inner` is the finished tree of everything in it.
 *
 * @param times absent for a packet that is looked at by itself
 */
export function frameLayer(inner: Tree, notes: FrameNotes, times: FrameTimes | undefined): Layer {
  const { packet } = inner;
  const captured = packet.end - packet.start;
  const tree = new Tree(packet);
  const layer = tree.layer("frame", `Frame ${packet.number}`, packet.start, packet.end);
  tree.summarize(`${packet.originalLength} bytes on wire, ${captured} bytes captured`);
  const add = (spec: FieldSpec, value: number | string): void => {
    tree.value(spec, value, packet.start, packet.start);
  };
  if (notes.hasInterface !== false) {
    add(INTERFACE, packet.interfaceId);
    if (notes.interfaceName !== undefined) add(INTERFACE_NAME, notes.interfaceName);
  }
  add(ENCAPSULATION, encapsulationType(packet.linkType));
  const { seconds, nanoseconds } = packet;
  const arrival = tree.value(TIME, formatTime(seconds, nanoseconds), packet.start, packet.start);
  arrival.text = isoTime(seconds, nanoseconds);
  add(EPOCH, epochTime(seconds, nanoseconds));
  if (times !== undefined) {
    add(DELTA, spanText(times.previous, packet));
    add(DELTA_DISPLAYED, spanText(times.previousShown, packet));
    add(RELATIVE, spanText(times.first, packet));
  }
  add(NUMBER, packet.number);
  add(LENGTH, packet.originalLength);
  add(CAPTURED, captured);
  add(PROTOCOLS, inner.protocols.join(":"));
  /* Some writers leave what stood in memory behind a comment's NUL. */
  for (const comment of notes.comments ?? []) add(COMMENT, comment.split("\0", 1)[0]!);
  return layer;
}

/** Seconds since 1970 with nine decimals; times before it have the sign of the whole. */
function epochTime(seconds: number, nanoseconds: number): string {
  if (seconds >= 0 || nanoseconds === 0) {
    return `${seconds}.${String(nanoseconds).padStart(9, "0")}`;
  }
  const whole = seconds + 1;
  const rest = String(1_000_000_000 - nanoseconds).padStart(9, "0");
  return `${whole === 0 ? "-0" : whole}.${rest}`;
}

/** ISO 8601 in UTC with nanoseconds; the epoch text where the year has no four digits. */
function isoTime(seconds: number, nanoseconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) {
    return epochTime(seconds, nanoseconds);
  }
  return `${date.toISOString().slice(0, 19)}.${String(nanoseconds).padStart(9, "0")}Z`;
}
