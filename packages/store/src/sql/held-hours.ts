/** Hours of which only rollups are left, since retention has removed their minutes. */
import { ask, type HistoryEngine, toNumber } from "./history-engine.ts";
import { HOUR, type MinuteRange, within } from "./minute-range.ts";
import { recordedHours } from "./recorded-rows.ts";
import { identifier, sql } from "./sql.ts";

export interface HeldHours {
  /** From the first that is there to the end of the last one. */
  readonly range: MinuteRange;
  /** Where minutes take over, a whole hour: they count from here on, and not before. */
  readonly seam: number;
  /** Hours in which something was recorded. */
  readonly count: number;
}

/**
 * The whole hours that a range touches and whose minutes are gone; undefined where there is none.
 *
 * @param oldest the first minute that is held, infinite without one
 */
export async function readHours(
  engine: HistoryEngine,
  range: MinuteRange,
  oldest: number,
): Promise<HeldHours | undefined> {
  if (range.from >= oldest) return undefined;
  const end = Math.min(Math.ceil(range.to / HOUR) * HOUR, await seamOf(engine, oldest));
  const touched = { from: Math.floor(range.from / HOUR) * HOUR, to: end };
  if (touched.to <= touched.from) return undefined;
  const [row = {}] = await ask(
    engine,
    sql`SELECT count(DISTINCT hour) AS n, min(hour) AS earliest, max(hour) AS latest ${recordedHours(touched)}`,
  );
  const count = toNumber(row["n"]);
  if (count === 0) return undefined;
  const held = { from: toNumber(row["earliest"]), to: toNumber(row["latest"]) + HOUR };
  return { range: held, seam: Number.isFinite(oldest) ? touched.to : held.to, count };
}

/** An hour that has lost some of its minutes is counted by its rollups, which have all of them. */
async function seamOf(engine: HistoryEngine, oldest: number): Promise<number> {
  const hour = oldest - (oldest % HOUR);
  if (hour === oldest || !Number.isFinite(oldest)) return oldest;
  const whole = { from: hour, to: hour + HOUR };
  const [rolled = {}] = await ask(
    engine,
    sql`SELECT sum(packets_out + packets_in) AS packets ${recordedHours(whole)}`,
  );
  const [kept = {}] = await ask(
    engine,
    sql`SELECT sum(packets) AS packets FROM minutes WHERE ${within(identifier("minute"), whole)}`,
  );
  return toNumber(rolled["packets"]) > toNumber(kept["packets"]) ? hour + HOUR : hour;
}
