/** What happened to the recording, as far as reports tell. */
import { EVENTS } from "../schema.ts";
import { type ColumnValues, repeated, type TableRows } from "../table-rows.ts";
import type { Connection } from "./connection.ts";

export type EventKind = "begin" | "up" | "down";

export interface RecordingEvent {
  /** Seconds since 1970. */
  readonly time: number;
  readonly interface: string;
  readonly kind: EventKind;
}

/** What a report's list of interfaces says after the one before; undefined before the first of a run. */
export function interfaceEvents(
  before: readonly string[] | undefined,
  now: readonly string[],
  run: number,
  minute: number,
): RecordingEvent[] {
  if (before === undefined) return now.map((name) => event(run, name, "begin"));
  const up = now.filter((name) => !before.includes(name));
  const down = before.filter((name) => !now.includes(name));
  return [
    ...up.map((name) => event(minute, name, "up")),
    ...down.map((name) => event(minute, name, "down")),
  ];
}

export function eventRows(events: readonly RecordingEvent[], sensor: string): TableRows {
  return {
    table: EVENTS,
    count: events.length,
    values: new Map<string, ColumnValues>([
      ["time", events.map(({ time }) => time)],
      ["sensor", repeated(sensor, events.length)],
      ["interface", events.map((entry) => entry.interface)],
      ["kind", events.map(({ kind }) => kind)],
    ]),
  };
}

/** Ends what was begun and has no end yet, at the last packet of its sensor. */
export async function endRecordings(connection: Connection): Promise<void> {
  await connection.run(`INSERT INTO events
SELECT greatest(begun.time, coalesce(recorded.time, 0)), begun.sensor, begun.interface, 'end'
FROM (
  SELECT sensor, interface, arg_max(kind, rowid) AS kind, arg_max(time, rowid) AS time
  FROM events GROUP BY sensor, interface
) AS begun
LEFT JOIN (
  SELECT sensor, max(last) // 1000000000 AS time FROM minutes GROUP BY sensor
) AS recorded ON recorded.sensor = begun.sensor
WHERE begun.kind IN ('begin', 'up')`);
}

function event(time: number, name: string, kind: EventKind): RecordingEvent {
  return { time, interface: name, kind };
}
