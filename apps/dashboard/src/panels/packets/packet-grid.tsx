// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is one tab stop and names its active cell
// biome-ignore-all lint/a11y/useSemanticElements: windowed rows are positioned, which the elements of a table do not allow
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type UIEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import type { HoldHandlers } from "../../components/use-hold.ts";
import { useSize } from "../../components/use-size.ts";
import { isEmptyFile } from "../../state/empty-file.ts";
import type { Hold } from "../../state/hold.ts";
import {
  drawnRows,
  isScaled,
  type RowGeometry,
  revealRow,
  scrollHeight,
  scrollTopFor,
  topRowAt,
} from "../../state/row-window.ts";
import { useStore } from "../../state/use-store.ts";
import { COLUMNS, PacketLine } from "./packet-line.tsx";

const ROW_HEIGHT = 28;
const PHONE_ROW_HEIGHT = 52;
/** Rows fetched ahead of the visible ones, in screens. */
const AHEAD_SCREENS = 2;

interface PacketGridProps {
  readonly hold: Hold;
  readonly handlers: HoldHandlers;
  readonly phone: boolean;
  /** True when packets are added as they arrive. */
  readonly follows: boolean;
  /** Grows when the person asks for the newest. */
  readonly toNewest: number;
  readonly onNewest: () => void;
}

/** A windowed grid with one tab stop; arrows move the active cell, Enter opens the packet. */
export function PacketGrid(props: PacketGridProps): ReactNode {
  const { hold, handlers, phone, follows, toNewest, onNewest } = props;
  const dashboard = useDashboard();
  const { packets } = dashboard;
  const list = useStore(packets.state);
  const format = useStore(dashboard.format);
  const { packet: opened } = useStore(dashboard.view);
  const status = useStore(dashboard.poll.status);
  const frame = useStore(dashboard.feed.shown);
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  const [scroll, setScroll] = useState({ top: 0, row: 0 });
  const [active, setActive] = useState<{ number: number; column: number } | undefined>(undefined);
  const ownScroll = useRef<number | undefined>(undefined);
  const head = phone ? 0 : ROW_HEIGHT + 4;
  const geometry: RowGeometry = {
    length: list.length,
    rowHeight: phone ? PHONE_ROW_HEIGHT : ROW_HEIGHT,
    viewHeight: Math.max(1, size.height - head),
  };
  const drawn = drawnRows(scroll.top, scroll.row, geometry);

  useEffect(() => {
    const ahead = Math.ceil(geometry.viewHeight / geometry.rowHeight) * AHEAD_SCREENS;
    if (list.version > 0) packets.show(drawn.first, Math.min(list.length, drawn.last + ahead));
  }, [
    packets,
    drawn.first,
    drawn.last,
    list.version,
    list.length,
    geometry.viewHeight,
    geometry.rowHeight,
  ]);

  useLayoutEffect(() => {
    if (toNewest === 0) return;
    scroller.current!.scrollTop = 0;
    setScroll({ top: 0, row: 0 });
  }, [toNewest]);

  useEffect(() => () => hold.remove("scroll"), [hold]);

  // Wheels move true rows also where the scrollbar is scaled.
  useEffect(() => {
    const element = scroller.current!;
    function onWheel(event: WheelEvent): void {
      if (!isScaled(geometry) || event.ctrlKey) return;
      event.preventDefault();
      moveTo(scroll.row + event.deltaY / geometry.rowHeight);
    }
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  });

  function moveTo(row: number): void {
    const top = scrollTopFor(row, geometry);
    const exact = Math.max(0, row);
    ownScroll.current = Math.round(top);
    scroller.current!.scrollTop = top;
    settle(top, isScaled(geometry) ? exact : topRowAt(top, geometry));
  }

  function settle(top: number, row: number): void {
    setScroll({ top, row });
    if (list.order === "newest" && top > 0) hold.add("scroll");
    else hold.remove("scroll");
  }

  function onScroll(event: UIEvent<HTMLDivElement>): void {
    const top = event.currentTarget.scrollTop;
    if (ownScroll.current !== undefined && Math.abs(ownScroll.current - top) <= 1) {
      ownScroll.current = undefined;
      return;
    }
    ownScroll.current = undefined;
    settle(top, topRowAt(top, geometry));
  }

  function activate(position: number, column: number): void {
    const number = packets.numberAt(position);
    if (number === undefined) return;
    setActive({ number, column });
    const row = revealRow(position, scroll.row, geometry);
    if (row !== scroll.row) moveTo(row);
    if (opened !== undefined) dashboard.openPacket(number);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const position = active === undefined ? -1 : packets.positionOf(active.number);
    const column = active?.column ?? 0;
    const page = Math.floor(geometry.viewHeight / geometry.rowHeight);
    const cell = activeCell();
    switch (event.key) {
      case "ArrowDown":
      case "j":
        activate(Math.min(list.length - 1, position + 1), column);
        break;
      case "ArrowUp":
      case "k":
        activate(Math.max(0, position - 1), column);
        break;
      case "PageDown":
        activate(Math.min(list.length - 1, Math.max(0, position) + page), column);
        break;
      case "PageUp":
        activate(Math.max(0, position - page), column);
        break;
      case "Home":
        activate(0, column);
        break;
      case "End":
        activate(list.length - 1, column);
        break;
      case "ArrowRight":
      case "ArrowLeft":
        if (opened !== undefined || active === undefined) return;
        setActive({
          ...active,
          column: clampColumn(column + (event.key === "ArrowRight" ? 1 : -1)),
        });
        break;
      case "Enter":
      case "o":
        if (active !== undefined) dashboard.openPacket(active.number);
        break;
      case "f":
      case "n":
        if (cell?.dataset["f"] === undefined) return;
        dashboard.act(cell.dataset["f"], event.key === "f" ? "and" : "not");
        break;
      case "F10":
        if (!event.shiftKey || cell === undefined) return;
        openMenuOn(cell);
        break;
      case "ContextMenu":
        if (cell === undefined) return;
        openMenuOn(cell);
        break;
      case "l":
        onNewest();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function activeCell(): HTMLElement | undefined {
    const selector = `#${cellId(active?.number ?? 0, active?.column ?? 0)}`;
    return scroller.current?.querySelector<HTMLElement>(selector) ?? undefined;
  }

  function onClick(event: MouseEvent<HTMLDivElement>): void {
    const target = event.target as Element;
    const gap = target.closest<HTMLElement>("[data-gap]")?.dataset["gap"];
    if (gap !== undefined) {
      void packets.fillGap(Number(gap));
      return;
    }
    const row = target.closest<HTMLElement>("[data-number]")?.dataset["number"];
    if (row === undefined || !(window.getSelection()?.isCollapsed ?? true)) return;
    const column = Number(target.closest<HTMLElement>("[data-column]")?.dataset["column"] ?? 0);
    setActive({ number: Number(row), column });
    dashboard.openPacket(Number(row));
  }

  function onBlur(event: FocusEvent<HTMLDivElement>): void {
    if (!event.currentTarget.contains(event.relatedTarget)) hold.remove("focus");
  }

  const rows: ReactNode[] = [];
  for (let position = drawn.first; position < drawn.last; position += 1) {
    const line = packets.line(position);
    if (line === undefined) continue;
    const number =
      line.kind === "row" ? line.row.number : line.kind === "gap" ? -line.before : line.number;
    rows.push(
      <PacketLine
        key={number}
        line={line}
        position={position}
        top={(position - drawn.first) * geometry.rowHeight}
        opened={number === opened}
        activeColumn={number === active?.number ? active.column : undefined}
        cellId={cellId}
        format={format}
      />,
    );
  }

  const shownActive = active !== undefined && packets.positionOf(active.number) >= drawn.first;
  return (
    <div
      ref={scroller}
      className={phone ? "packet-grid packet-grid-phone" : "packet-grid"}
      role="grid"
      tabIndex={0}
      aria-label="Packets"
      aria-rowcount={list.length + 1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={
        active !== undefined && shownActive ? cellId(active.number, active.column) : undefined
      }
      data-packet-grid
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocus={() => hold.add("focus")}
      onBlur={onBlur}
      {...handlers}
    >
      {!phone && (
        <div className="packet-head" role="row" aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <span
              key={column.title}
              role="columnheader"
              aria-sort={
                column.title === "Time"
                  ? list.order === "newest"
                    ? "descending"
                    : "ascending"
                  : undefined
              }
              className={column.className}
            >
              {column.title}
            </span>
          ))}
        </div>
      )}
      <div className="packet-space" role="presentation" style={{ height: scrollHeight(geometry) }}>
        <div
          className="packet-rows"
          role="rowgroup"
          style={{ transform: `translateY(${drawn.offset}px)` }}
        >
          {rows}
        </div>
      </div>
      {list.length === 0 && (follows || list.complete) && (
        <p className="packets-empty">
          {isEmptyFile(status, frame)
            ? "This file holds no packets."
            : follows
              ? "Packets appear here as they arrive."
              : "No packets in this time."}
        </p>
      )}
    </div>
  );
}

function cellId(number: number, column: number): string {
  return `packet-${number}-${column}`;
}

function clampColumn(column: number): number {
  return Math.max(0, Math.min(COLUMNS.length - 1, column));
}

function openMenuOn(cell: HTMLElement): void {
  const box = cell.getBoundingClientRect();
  cell.dispatchEvent(
    new window.MouseEvent("contextmenu", {
      bubbles: true,
      cancelable: true,
      clientX: box.left + 8,
      clientY: box.bottom,
    }),
  );
}
