/** How the objects of DNP3 are laid out: IEEE 1815-2012 Annex A, by group and variation. */

import type { FieldSpec } from "../field.ts";
import * as fields from "./dnp3-fields.ts";

/** One part of an object: a field, or the bits of a quality octet. */
export type Part = FieldSpec | readonly FieldSpec[];

export interface Layout {
  /** Bits of one object in a packed array; 0 for objects of whole octets. */
  readonly packedBits: 0 | 1 | 2;
  readonly parts: readonly Part[];
}

export interface Group {
  readonly name: string;
  /** By variation; 0 is any, and has no data. */
  readonly variations: Readonly<Record<number, Layout>>;
}

const {
  ANALOG_16,
  ANALOG_32,
  ANALOG_DOUBLE,
  ANALOG_SINGLE,
  COUNTER_16,
  COUNTER_32,
  OUTPUT_16,
  OUTPUT_32,
  OUTPUT_DOUBLE,
  OUTPUT_SINGLE,
  RELATIVE_TIME: RELATIVE,
  TIMESTAMP: TIME,
} = fields;

const INPUT = fields.BINARY_INPUT_QUALITY;
const OUTPUT = fields.BINARY_OUTPUT_QUALITY;
const COUNTER = fields.COUNTER_QUALITY;
const ANALOG = fields.ANALOG_INPUT_QUALITY;
const SETPOINT = fields.ANALOG_OUTPUT_QUALITY;

/** The relay output block: its control octet is three fields of the same octet. */
export const CONTROL_BLOCK: readonly FieldSpec[] = [
  fields.TRIP,
  fields.QUEUE_CLEAR,
  fields.OPERATION,
];

const RELAY: readonly Part[] = [
  CONTROL_BLOCK,
  fields.COUNT,
  fields.ON_TIME,
  fields.OFF_TIME,
  fields.STATUS,
];

const PACKED_BIT: Layout = { packedBits: 1, parts: [] };
const PACKED_PAIR: Layout = { packedBits: 2, parts: [] };

function whole(...parts: Part[]): Layout {
  return { packedBits: 0, parts };
}

/** Variations numbered from 1. */
function group(name: string, ...layouts: readonly Layout[]): Group {
  return { name, variations: Object.fromEntries(layouts.map((each, index) => [index + 1, each])) };
}

const COUNTER_EVENTS: readonly Layout[] = [
  whole(COUNTER, COUNTER_32),
  whole(COUNTER, COUNTER_16),
  whole(COUNTER, COUNTER_32),
  whole(COUNTER, COUNTER_16),
  whole(COUNTER, COUNTER_32, TIME),
  whole(COUNTER, COUNTER_16, TIME),
  whole(COUNTER, COUNTER_32, TIME),
  whole(COUNTER, COUNTER_16, TIME),
];

const ANALOG_EVENTS: readonly Layout[] = [
  whole(ANALOG, ANALOG_32),
  whole(ANALOG, ANALOG_16),
  whole(ANALOG, ANALOG_32, TIME),
  whole(ANALOG, ANALOG_16, TIME),
  whole(ANALOG, ANALOG_SINGLE),
  whole(ANALOG, ANALOG_DOUBLE),
  whole(ANALOG, ANALOG_SINGLE, TIME),
  whole(ANALOG, ANALOG_DOUBLE, TIME),
];

const OUTPUT_EVENTS: readonly Layout[] = [
  whole(SETPOINT, OUTPUT_32),
  whole(SETPOINT, OUTPUT_16),
  whole(SETPOINT, OUTPUT_32, TIME),
  whole(SETPOINT, OUTPUT_16, TIME),
  whole(SETPOINT, OUTPUT_SINGLE),
  whole(SETPOINT, OUTPUT_DOUBLE),
  whole(SETPOINT, OUTPUT_SINGLE, TIME),
  whole(SETPOINT, OUTPUT_DOUBLE, TIME),
];

const COMMAND_EVENTS: readonly Layout[] = [
  whole(fields.STATUS, OUTPUT_32),
  whole(fields.STATUS, OUTPUT_16),
  whole(fields.STATUS, OUTPUT_32, TIME),
  whole(fields.STATUS, OUTPUT_16, TIME),
  whole(fields.STATUS, OUTPUT_SINGLE),
  whole(fields.STATUS, OUTPUT_DOUBLE),
  whole(fields.STATUS, OUTPUT_SINGLE, TIME),
  whole(fields.STATUS, OUTPUT_DOUBLE, TIME),
];

/** By group; one that is not here ends the reading of a message's objects. */
export const GROUPS: Readonly<Record<number, Group>> = {
  1: group("Binary Input", PACKED_BIT, whole(INPUT)),
  2: group("Binary Input Change", whole(INPUT), whole(INPUT, TIME), whole(INPUT, RELATIVE)),
  3: group("Double-bit Input", PACKED_PAIR, whole(INPUT)),
  4: group("Double-bit Input Change", whole(INPUT), whole(INPUT, TIME), whole(INPUT, RELATIVE)),
  10: group("Binary Output", PACKED_BIT, whole(OUTPUT)),
  11: group("Binary Output Change", whole(OUTPUT), whole(OUTPUT, TIME)),
  12: group("Control Relay Output Block", whole(...RELAY), whole(...RELAY), PACKED_BIT),
  13: group("Binary Command Event", whole(fields.STATUS), whole(fields.STATUS, TIME)),
  20: group(
    "Binary Counter",
    whole(COUNTER, COUNTER_32),
    whole(COUNTER, COUNTER_16),
    whole(COUNTER, COUNTER_32),
    whole(COUNTER, COUNTER_16),
    whole(COUNTER_32),
    whole(COUNTER_16),
    whole(COUNTER_32),
    whole(COUNTER_16),
  ),
  21: group(
    "Frozen Binary Counter",
    ...COUNTER_EVENTS,
    whole(COUNTER_32),
    whole(COUNTER_16),
    whole(COUNTER_32),
    whole(COUNTER_16),
  ),
  22: group("Binary Counter Change", ...COUNTER_EVENTS),
  23: group("Frozen Binary Counter Change", ...COUNTER_EVENTS),
  30: group(
    "Analog Input",
    whole(ANALOG, ANALOG_32),
    whole(ANALOG, ANALOG_16),
    whole(ANALOG_32),
    whole(ANALOG_16),
    whole(ANALOG, ANALOG_SINGLE),
    whole(ANALOG, ANALOG_DOUBLE),
  ),
  31: group(
    "Frozen Analog Input",
    whole(ANALOG, ANALOG_32),
    whole(ANALOG, ANALOG_16),
    whole(ANALOG, ANALOG_32, TIME),
    whole(ANALOG, ANALOG_16, TIME),
    whole(ANALOG_32),
    whole(ANALOG_16),
    whole(ANALOG, ANALOG_SINGLE),
    whole(ANALOG, ANALOG_DOUBLE),
  ),
  32: group("Analog Input Change", ...ANALOG_EVENTS),
  33: group("Frozen Analog Input Change", ...ANALOG_EVENTS),
  34: group("Analog Input Deadband", whole(ANALOG_16), whole(ANALOG_32), whole(ANALOG_SINGLE)),
  40: group(
    "Analog Output",
    whole(SETPOINT, OUTPUT_32),
    whole(SETPOINT, OUTPUT_16),
    whole(SETPOINT, OUTPUT_SINGLE),
    whole(SETPOINT, OUTPUT_DOUBLE),
  ),
  41: group(
    "Analog Output Block",
    whole(OUTPUT_32, fields.STATUS),
    whole(OUTPUT_16, fields.STATUS),
    whole(OUTPUT_SINGLE, fields.STATUS),
    whole(OUTPUT_DOUBLE, fields.STATUS),
  ),
  42: group("Analog Output Event", ...OUTPUT_EVENTS),
  43: group("Analog Output Command Event", ...COMMAND_EVENTS),
  50: group("Time and Date", whole(TIME), whole(TIME, COUNTER_32), whole(TIME)),
  51: group("Time and Date CTO", whole(TIME), whole(TIME)),
  52: group("Time Delay", whole(fields.TIME_DELAY), whole(fields.TIME_DELAY)),
  60: group("Class"),
  80: group("Internal Indications", PACKED_BIT),
};

/** Groups whose variation is the length of a string of octets. */
export const STRING_GROUPS: ReadonlySet<number> = new Set([110, 111, 112, 113]);
