/** Fields of the frame: what the capture says of a packet, whatever is in it. */

import { defineField, type FieldSpec } from "./field.ts";
import type { Layer } from "./layer.ts";
import { encapsulationType } from "./link/encapsulation.ts";
import { Tree } from "./tree.ts";

const INTERFACE = defineField("frame.interface_id", "uint32", "Interface id");
const ENCAPSULATION = defineField("frame.encap_type", "int16", "Encapsulation type");
const TIME = defineField("frame.time", "absoluteTime", "Arrival Time");
const EPOCH = defineField("frame.time_epoch", "absoluteTime", "Epoch Time");
const NUMBER = defineField("frame.number", "frameNumber", "Frame Number");
const LENGTH = defineField("frame.len", "uint32", "Frame Length");
const CAPTURED = defineField("frame.cap_len", "uint32", "Capture Length");
const PROTOCOLS = defineField("frame.protocols", "string", "Protocols in frame");

export const FRAME_FIELDS: readonly FieldSpec[] = [
  INTERFACE,
  ENCAPSULATION,
  TIME,
  EPOCH,
  NUMBER,
  LENGTH,
  CAPTURED,
  PROTOCOLS,
];

/** The frame's layer; `inner` is the finished tree of everything in it. */
export function frameLayer(inner: Tree): Layer {
  const { packet } = inner;
  const captured = packet.end - packet.start;
  const tree = new Tree(packet);
  const layer = tree.layer("frame", `Frame ${packet.number}`, packet.start, packet.end);
  tree.summarize(`${packet.originalLength} bytes on wire, ${captured} bytes captured`);
  const add = (spec: FieldSpec, value: number | string): void => {
    tree.value(spec, value, packet.start, packet.start);
  };
  add(INTERFACE, packet.interfaceId);
  add(ENCAPSULATION, encapsulationType(packet.linkType));
  add(TIME, isoTime(packet.seconds, packet.nanoseconds));
  add(EPOCH, epochTime(packet.seconds, packet.nanoseconds));
  add(NUMBER, packet.number);
  add(LENGTH, packet.originalLength);
  add(CAPTURED, captured);
  add(PROTOCOLS, inner.protocols.join(":"));
  return layer;
}

/** Seconds since 1970 with nine decimals; times before it have the sign of the whole. */
export function epochTime(seconds: number, nanoseconds: number): string {
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
