/** What the palette finds: everything that can be gone to or done, best matches first. */

export type PaletteKind = "command" | "host" | "name" | "port" | "packet" | "time" | "filter";

export interface PaletteEntry {
  readonly kind: PaletteKind;
  readonly title: string;
  readonly detail: string;
  readonly run: () => void;
}

/** As many as fit without scrolling. */
export const MOST_FOUND = 12;

/** The first character narrows the search to kinds. */
const PREFIXES: ReadonlyMap<string, readonly PaletteKind[]> = new Map([
  [">", ["command"]],
  ["@", ["host", "name"]],
  [":", ["port"]],
]);

/** Every word has to occur; where it occurs decides the order, ties keep the order of the entries. */
export function searchPalette(
  typed: string,
  entries: readonly PaletteEntry[],
): readonly PaletteEntry[] {
  const text = typed.trimStart();
  const kinds = PREFIXES.get(text.charAt(0));
  const words = text
    .slice(kinds === undefined ? 0 : 1)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return entries
    .filter(({ kind }) => kinds?.includes(kind) ?? true)
    .map((entry) => ({ entry, rank: Math.max(0, ...words.map((word) => rankOf(word, entry))) }))
    .filter(({ rank }) => Number.isFinite(rank))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_FOUND)
    .map(({ entry }) => entry);
}

/** 0 where the title begins with the word, growing to infinity where it is nowhere. */
function rankOf(word: string, { title, detail }: PaletteEntry): number {
  const at = title.toLowerCase().indexOf(word);
  if (at === 0) return 0;
  if (at > 0) return /[^\p{L}\p{N}]/u.test(title.charAt(at - 1)) ? 1 : 2;
  return detail.toLowerCase().includes(word) ? 3 : Number.POSITIVE_INFINITY;
}
