/** Where the ticks of a time axis stand: at round clocks of the zone, over its changes as well. */
import type { TimeZone } from "./time-zone.ts";

const DAY = 86_400;
const MONTH = 30 * DAY;
const FRACTIONS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
const CLOCKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];
const HOURS = [3600, 7200, 10_800, 21_600, 43_200];
const STEPS: readonly number[] = [...FRACTIONS, ...CLOCKS, ...HOURS, DAY, 2 * DAY, 7 * DAY];
const MONTHS = [1, 3, 6, 12];

export interface AxisTicks {
  /** Seconds between ticks, about thirty days for each month. */
  readonly step: number;
  /** Seconds since 1970, ascending, inside `[from, to]`. */
  readonly ticks: readonly number[];
}

/**
 * @param from seconds since 1970.
 * @param most ticks that there is room for, 1 or more.
 */
export function axisTicks(from: number, to: number, most: number, zone: TimeZone): AxisTicks {
  const wanted = (to - from) / Math.max(1, most);
  const step = STEPS.find((candidate) => candidate >= wanted);
  const walls =
    step === undefined ? monthWalls(from, to, wanted, zone) : stepWalls(from, to, step, zone);
  const ticks: number[] = [];
  for (const wall of walls.walls) {
    const tick = zone.instantOf(wall) / 1000;
    if (tick >= from && tick <= to && tick !== ticks.at(-1)) ticks.push(tick);
  }
  return { step: walls.step, ticks };
}

interface Walls {
  readonly step: number;
  /** Wall times in milliseconds. */
  readonly walls: readonly number[];
}

function stepWalls(from: number, to: number, step: number, zone: TimeZone): Walls {
  const walls: number[] = [];
  const first = Math.floor(zone.wallAt(from * 1000).getTime() / (step * 1000)) - 1;
  const last = Math.ceil(zone.wallAt(to * 1000).getTime() / (step * 1000)) + 1;
  for (let i = first; i <= last; i += 1) walls.push(Math.round(i * step * 1000));
  return { step, walls };
}

function monthWalls(from: number, to: number, wanted: number, zone: TimeZone): Walls {
  const months =
    MONTHS.find((count) => count * MONTH >= wanted) ?? Math.ceil(wanted / MONTH / 12) * 12;
  const walls: number[] = [];
  const start = zone.wallAt(from * 1000);
  const first = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  const end = zone.wallAt(to * 1000).getTime();
  for (let month = first; ; month += months) {
    const wall = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (wall > end) break;
    walls.push(wall);
  }
  return { step: months * MONTH, walls };
}
