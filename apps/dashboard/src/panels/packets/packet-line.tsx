// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is one tab stop and names its active cell
// biome-ignore-all lint/a11y/useSemanticElements: windowed rows are positioned, which the elements of a table do not allow
import type { ReactNode } from "react";
import { EndpointText } from "../../components/endpoint-text.tsx";
import { Swatch } from "../../components/swatch.tsx";
import { endpointFilter, parseEndpoint } from "../../format/endpoint.ts";
import { formatCount } from "../../format/number.ts";
import { formatIso, type TimeFormat } from "../../format/time.ts";
import type { Line } from "../../state/packet-list.ts";
import { protocolFilter } from "../../state/protocol-filter.ts";
import type { Row } from "../../state/row-store.ts";
import { slotOf } from "../../theme/palette.ts";

interface Column {
  readonly title: string;
  readonly className: string;
}

export const COLUMNS: readonly Column[] = [
  { title: "Time", className: "packet-time" },
  { title: "Source", className: "packet-source" },
  { title: "Destination", className: "packet-destination" },
  { title: "Protocol", className: "packet-protocol" },
  { title: "Size", className: "packet-size" },
  { title: "Info", className: "packet-info" },
];

interface PacketLineProps {
  readonly line: Line;
  readonly position: number;
  /** CSS pixels inside the row group. */
  readonly top: number;
  readonly opened: boolean;
  readonly activeColumn: number | undefined;
  readonly cellId: (number: number, column: number) => string;
  readonly format: TimeFormat;
}

export function PacketLine(props: PacketLineProps): ReactNode {
  const { line, position, top, opened } = props;
  const style = { top };
  if (line.kind === "gap") {
    return (
      <div role="row" className="packet-row packet-note" aria-rowindex={position + 2} style={style}>
        <span role="gridcell" aria-colspan={COLUMNS.length}>
          <button type="button" className="pill" tabIndex={-1} data-gap={line.before}>
            ⋯ packets not shown live, fetch them
          </button>
        </span>
      </div>
    );
  }
  if (line.kind !== "row") {
    return (
      <div role="row" className="packet-row packet-note" aria-rowindex={position + 2} style={style}>
        <span role="gridcell" aria-colspan={COLUMNS.length}>
          {line.kind === "loading"
            ? `#${formatCount(line.number)} …`
            : `#${formatCount(line.number)} is no longer held`}
        </span>
      </div>
    );
  }
  return (
    <div
      role="row"
      aria-rowindex={position + 2}
      aria-selected={opened}
      className={opened ? "packet-row packet-opened" : "packet-row"}
      data-number={line.row.number}
      style={style}
    >
      <Cells
        row={line.row}
        activeColumn={props.activeColumn}
        cellId={props.cellId}
        format={props.format}
      />
    </div>
  );
}

interface CellsProps extends Pick<PacketLineProps, "activeColumn" | "cellId" | "format"> {
  readonly row: Row;
}

function Cells({ row, activeColumn, cellId, format }: CellsProps): ReactNode {
  const values: readonly {
    readonly text: ReactNode;
    readonly value: string;
    readonly filter: string | undefined;
    readonly title?: string;
  }[] = [
    { text: format.clockMicros(row.time), value: formatIso(row.time), filter: undefined },
    side(row.source, "src"),
    side(row.destination, "dst"),
    {
      text: (
        <>
          <Swatch slot={slotOf(row.protocol)} />
          <span className="packet-protocol-name">
            {row.protocol}
            {row.protocolByPort && (
              <span title="Named by its port alone" className="packet-guess">
                ?
              </span>
            )}
          </span>
        </>
      ),
      value: row.protocol,
      filter: protocolFilter(row.protocol),
    },
    {
      text: `${formatCount(row.length)} B`,
      value: String(row.length),
      filter: `frame.len == ${row.length}`,
    },
    { text: row.info, value: row.info, filter: undefined, title: row.info },
  ];
  return values.map((cell, column) => (
    <span
      key={COLUMNS[column]!.title}
      id={cellId(row.number, column)}
      role="gridcell"
      className={
        column === activeColumn
          ? `${COLUMNS[column]!.className} packet-active`
          : COLUMNS[column]!.className
      }
      data-column={column}
      data-v={cell.value}
      data-f={cell.filter}
      dir={column === 5 ? "auto" : undefined}
      title={cell.title}
    >
      {cell.text}
    </span>
  ));
}

function side(text: string, which: "src" | "dst") {
  const endpoint = parseEndpoint(text);
  const filter = endpointFilter(endpoint, which);
  return { text: <EndpointText text={text} />, value: endpoint.address, filter, title: text };
}
