/** Hosts, names and ports of what the page answers for, as the palette offers them. */
import type { Ranked, Session, TimeRange, TopDimension } from "@wirescope/query";
import { formatBytes } from "../format/traffic.ts";
import type { PaletteEntry, PaletteKind } from "./palette.ts";

/** Ranked members of each kind that are on hand. */
const KINDS: readonly (readonly [PaletteKind, TopDimension, number])[] = [
  ["host", "host", 300],
  ["name", "name", 300],
  ["port", "service", 100],
];

/** @param choose is given the filter of what is chosen. */
export async function loadPaletteValues(
  session: Session,
  range: TimeRange,
  choose: (filter: string) => void,
): Promise<readonly PaletteEntry[]> {
  const lists = await Promise.all(
    KINDS.map(async ([kind, by, limit]) => {
      const question = { range, filter: "", by, metric: "bytes", limit } as const;
      const rows = await session.top(question).then(
        (top) => top.rows,
        () => [],
      );
      return rows.map((row) => entryOf(kind, row, choose));
    }),
  );
  return lists.flat();
}

function entryOf(kind: PaletteKind, row: Ranked, choose: (filter: string) => void): PaletteEntry {
  const isNamed = row.name !== undefined && row.name !== "";
  const bytes = formatBytes(row.bytes);
  return {
    kind,
    title: isNamed ? row.name! : row.label,
    detail: isNamed ? `${row.label} · ${bytes}` : bytes,
    run: () => choose(row.filter),
  };
}
