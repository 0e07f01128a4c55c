import type { Flow, FlowSort } from "@wirescope/query";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { flowKey } from "../../state/flow-list.ts";
import { drawnRows, topRowAt } from "../../state/row-window.ts";
import { useStore } from "../../state/use-store.ts";
import { FlowRow } from "./flow-row.tsx";

interface Column {
  readonly title: string;
  readonly className: string;
  /** The order of the list in which this column descends. */
  readonly sort: FlowSort | undefined;
  readonly hint?: string;
}

const COLUMNS: readonly Column[] = [
  { title: "Start", className: "flow-start", sort: "start" },
  { title: "Lasted", className: "flow-number flow-lasted", sort: "duration" },
  { title: "From", className: "flow-end", sort: undefined },
  { title: "To", className: "flow-end", sort: undefined },
  { title: "Protocol", className: "flow-protocol", sort: undefined },
  { title: "Name", className: "flow-name", sort: undefined },
  {
    title: "Out",
    className: "flow-number flow-out",
    sort: undefined,
    hint: "Bytes of the originator",
  },
  {
    title: "In",
    className: "flow-number flow-in",
    sort: undefined,
    hint: "Bytes of the responder",
  },
  { title: "Packets", className: "flow-number", sort: "packets" },
  { title: "Bytes", className: "flow-number flow-bytes", sort: "bytes" },
  {
    title: "RTT",
    className: "flow-number flow-trip",
    sort: undefined,
    hint: "Round trip: of the handshake, of acknowledgments, or of a query",
  },
  {
    title: "Resent",
    className: "flow-number flow-resent",
    sort: undefined,
    hint: "Segments that were retransmitted, in both directions",
  },
  { title: "State", className: "flow-state", sort: undefined },
];

/** Row height before one was measured, CSS pixels. */
const ROW_HEIGHT = 28;

interface FlowTableProps {
  readonly flows: readonly Flow[];
  readonly sort: FlowSort;
  /** Of the scrolled region, CSS pixels. */
  readonly scrollTop: number;
  readonly viewHeight: number;
  /** Told how many rows lie below the visible ones, with every drawing. */
  readonly onBelow: (rows: number) => void;
}

/** Only the rows on the screen and a few around them are drawn; all of them have the same height. */
export function FlowTable({
  flows,
  sort,
  scrollTop,
  viewHeight,
  onBelow,
}: FlowTableProps): ReactNode {
  const dashboard = useDashboard();
  const { opened } = dashboard.inquiry.flows;
  useStore(opened.state);
  const body = useRef<HTMLTableSectionElement>(null);
  const [rowHeight, setRowHeight] = useState(ROW_HEIGHT);
  const geometry = { length: flows.length, rowHeight, viewHeight };
  const { first, last } = drawnRows(scrollTop, topRowAt(scrollTop, geometry), geometry);
  useLayoutEffect(() => {
    const height = body.current?.rows[0]?.offsetHeight ?? 0;
    if (height > 0) setRowHeight(height);
    onBelow(flows.length - last);
  });
  return (
    <div
      className="flow-space"
      style={{ paddingTop: first * rowHeight, paddingBottom: (flows.length - last) * rowHeight }}
    >
      <table className="flow-table" aria-rowcount={flows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {COLUMNS.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={column.className}
                title={column.hint}
                aria-sort={column.sort === sort ? "descending" : undefined}
              >
                {column.sort === undefined ? (
                  column.title
                ) : (
                  <button
                    type="button"
                    onClick={() => dashboard.inquiry.flows.setSort(column.sort!)}
                  >
                    {column.title}
                    {column.sort === sort && " ↓"}
                  </button>
                )}
              </th>
            ))}
            <th scope="col" className="flow-act">
              <span className="offscreen">Its packets</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {flows.slice(first, last).map((flow, i) => (
            <FlowRow
              key={flowKey(flow)}
              flow={flow}
              index={first + i + 2}
              isOpen={opened.isShowing(flow)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
