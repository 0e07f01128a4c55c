// biome-ignore-all lint/a11y/useFocusableInteractive: the table is one tab stop and is only read
// biome-ignore-all lint/a11y/useSemanticElements: windowed rows are positioned, which the elements of a table do not allow
import type { FieldNode } from "@wirescope/query";
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useSize } from "../../components/use-size.ts";
import { type FieldPath, fieldAt, pathOfOctet } from "./field-path.ts";

const ROW_HEIGHT = 20;
const MARGIN_ROWS = 4;
/** CSS pixels that 16 octets and their characters need. */
const WIDE = 420;

interface HexViewProps {
  readonly bytes: Uint8Array;
  readonly layers: readonly FieldNode[];
  /** The field whose octets are marked. */
  readonly field: FieldNode | undefined;
  readonly onSelect: (path: FieldPath) => void;
  readonly onHover: (node: FieldNode | undefined) => void;
}

/** Offsets, octets and characters; only the rows on the screen exist. */
export function HexView(props: HexViewProps): ReactNode {
  const { bytes, layers, field, onSelect, onHover } = props;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [scrollTop, setScrollTop] = useState(0);
  const perRow = size.width >= WIDE ? 16 : 8;
  const rows = Math.ceil(bytes.length / perRow);
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - MARGIN_ROWS);
  const last = Math.min(rows, Math.ceil((scrollTop + size.height) / ROW_HEIGHT) + MARGIN_ROWS);
  const start = field?.start;
  const length = field === undefined ? 0 : field.end - field.start;

  useEffect(() => {
    const element = box.current;
    if (element === null || start === undefined || length === 0 || length === bytes.length) return;
    const top = Math.floor(start / perRow) * ROW_HEIGHT;
    if (top < element.scrollTop || top + ROW_HEIGHT > element.scrollTop + element.clientHeight) {
      element.scrollTop = Math.max(0, top - ROW_HEIGHT);
    }
  }, [start, length, perRow, bytes.length]);

  function octetUnder(event: { target: EventTarget }): number | undefined {
    const octet = (event.target as Element).closest<HTMLElement>("[data-octet]")?.dataset["octet"];
    return octet === undefined ? undefined : Number(octet);
  }

  function onPointerMove(event: PointerEvent): void {
    const octet = octetUnder(event);
    onHover(octet === undefined ? undefined : fieldAt(layers, pathOfOctet(layers, octet)));
  }

  const drawn: ReactNode[] = [];
  for (let row = first; row < last; row += 1) {
    drawn.push(
      <HexRow key={row} bytes={bytes} row={row} perRow={perRow} field={field} first={first} />,
    );
  }
  return (
    <div
      ref={box}
      className="hex"
      role="table"
      aria-label={`${bytes.length} bytes`}
      aria-rowcount={rows}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
      tabIndex={0}
      data-bytes
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => onHover(undefined)}
      onClick={(event) => {
        const octet = octetUnder(event);
        if (octet !== undefined) onSelect(pathOfOctet(layers, octet));
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") onSelect(pathOfOctet(layers, first * perRow));
      }}
    >
      <div role="rowgroup" className="hex-space" style={{ height: rows * ROW_HEIGHT }}>
        {drawn}
      </div>
    </div>
  );
}

interface HexRowProps {
  readonly bytes: Uint8Array;
  readonly row: number;
  readonly perRow: number;
  readonly field: FieldNode | undefined;
  readonly first: number;
}

function HexRow({ bytes, row, perRow, field }: HexRowProps): ReactNode {
  const from = row * perRow;
  const octets = Array.from(bytes.subarray(from, from + perRow));
  const isMarked = (octet: number) =>
    field !== undefined && field.start <= octet && octet < field.end;
  return (
    <div role="row" className="hex-row" aria-rowindex={row + 1} style={{ top: row * ROW_HEIGHT }}>
      <span role="rowheader" className="hex-offset">
        {from.toString(16).padStart(4, "0")}
      </span>
      <span role="cell" className="hex-octets">
        {octets.map((value, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: an octet is its place
            key={i}
            data-octet={from + i}
            className={isMarked(from + i) ? "hex-octet hex-marked" : "hex-octet"}
          >
            {value.toString(16).padStart(2, "0")}
          </span>
        ))}
      </span>
      <span role="cell" className="hex-text">
        {octets.map((value, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: an octet is its place
            key={i}
            data-octet={from + i}
            className={isMarked(from + i) ? "hex-marked" : undefined}
          >
            {value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : "·"}
          </span>
        ))}
      </span>
    </div>
  );
}
