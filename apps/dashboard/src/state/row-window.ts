/**
 * Which rows of a long list are on the screen.
 *
 * Up to {@link MAX_SCROLL_ROWS} rows a pixel of the scrollbar is a pixel of the list. Beyond that an
 * element would be taller than browsers can lay out, so the scrollbar maps position onto the list and
 * wheels and keys move true rows.
 */

export const MAX_SCROLL_ROWS = 500_000;

/** Rows drawn above and below the visible ones. */
const MARGIN_ROWS = 4;

export interface RowGeometry {
  readonly length: number;
  /** CSS pixels. */
  readonly rowHeight: number;
  readonly viewHeight: number;
}

/** Height of the scrolled element in CSS pixels. */
export function scrollHeight({ length, rowHeight }: RowGeometry): number {
  return Math.min(length, MAX_SCROLL_ROWS) * rowHeight;
}

export function isScaled({ length }: RowGeometry): boolean {
  return length > MAX_SCROLL_ROWS;
}

/** The row at the top edge, with its fraction, for a position of the scrollbar. */
export function topRowAt(scrollTop: number, geometry: RowGeometry): number {
  if (!isScaled(geometry)) return scrollTop / geometry.rowHeight;
  const range = scrollHeight(geometry) - geometry.viewHeight;
  return (Math.min(range, Math.max(0, scrollTop)) / range) * lastTopRow(geometry);
}

/** The inverse of {@link topRowAt}. */
export function scrollTopFor(topRow: number, geometry: RowGeometry): number {
  const row = Math.min(lastTopRow(geometry), Math.max(0, topRow));
  if (!isScaled(geometry)) return row * geometry.rowHeight;
  const range = scrollHeight(geometry) - geometry.viewHeight;
  return (row / lastTopRow(geometry)) * range;
}

/** Top row when the list is scrolled to its end. */
export function lastTopRow({ length, rowHeight, viewHeight }: RowGeometry): number {
  return Math.max(0, length - viewHeight / rowHeight);
}

/** Rows `[first, last)` to draw, and where the first of them stands inside the scrolled element. */
export function drawnRows(
  scrollTop: number,
  topRow: number,
  geometry: RowGeometry,
): { readonly first: number; readonly last: number; readonly offset: number } {
  const first = Math.max(0, Math.floor(topRow) - MARGIN_ROWS);
  const count = Math.ceil(geometry.viewHeight / geometry.rowHeight) + 1;
  const last = Math.min(geometry.length, Math.floor(topRow) + count + MARGIN_ROWS);
  return { first, last, offset: scrollTop + (first - topRow) * geometry.rowHeight };
}

/** The top row that makes `row` visible with the least movement. */
export function revealRow(row: number, topRow: number, geometry: RowGeometry): number {
  const visible = geometry.viewHeight / geometry.rowHeight;
  if (row < topRow) return row;
  if (row + 1 > topRow + visible) return row + 1 - visible;
  return topRow;
}
