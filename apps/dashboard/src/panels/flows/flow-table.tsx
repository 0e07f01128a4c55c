import type { Flow, FlowSort } from "@wirescope/query";
import { List } from "lucide-react";
import type { ReactNode } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { Swatch } from "../../components/swatch.tsx";
import { formatCount } from "../../format/number.ts";
import { formatDuration, parseIso } from "../../format/time.ts";
import { formatBytes } from "../../format/traffic.ts";
import { useStore } from "../../state/use-store.ts";
import { slotOf } from "../../theme/palette.ts";

interface Column {
  readonly title: string;
  readonly className: string;
  /** The order of the list in which this column descends. */
  readonly sort: FlowSort | undefined;
}

const COLUMNS: readonly Column[] = [
  { title: "Start", className: "flow-start", sort: "start" },
  { title: "Lasted", className: "flow-number", sort: "duration" },
  { title: "From", className: "flow-end", sort: undefined },
  { title: "To", className: "flow-end", sort: undefined },
  { title: "Protocol", className: "flow-protocol", sort: undefined },
  { title: "Name", className: "flow-name", sort: undefined },
  { title: "Out", className: "flow-number", sort: undefined },
  { title: "In", className: "flow-number", sort: undefined },
  { title: "Packets", className: "flow-number", sort: "packets" },
  { title: "Bytes", className: "flow-number", sort: "bytes" },
];

interface FlowTableProps {
  readonly flows: readonly Flow[];
  readonly sort: FlowSort;
}

export function FlowTable({ flows, sort }: FlowTableProps): ReactNode {
  const dashboard = useDashboard();
  return (
    <table className="flow-table">
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th
              key={column.title}
              scope="col"
              className={column.className}
              aria-sort={column.sort === sort ? "descending" : undefined}
            >
              {column.sort === undefined ? (
                column.title
              ) : (
                <button type="button" onClick={() => dashboard.inquiry.flows.setSort(column.sort!)}>
                  {column.title}
                  {column.sort === sort && " ↓"}
                </button>
              )}
            </th>
          ))}
          <th scope="col">
            <span className="offscreen">Its packets</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {flows.map((flow) => (
          <FlowRow key={flow.id} flow={flow} />
        ))}
      </tbody>
    </table>
  );
}

function FlowRow({ flow }: { readonly flow: Flow }): ReactNode {
  const dashboard = useDashboard();
  const format = useStore(dashboard.format);
  const start = parseIso(flow.firstTimestamp);
  const from = endpoint(flow.originator, flow.originatorPort);
  const to = endpoint(flow.responder, flow.responderPort);
  return (
    <tr data-flow={flow.id} data-v={`${from} → ${to}`} data-f={flow.filter}>
      <td className="flow-start" title={flow.firstTimestamp}>
        {format.stamp(start, dashboard.now)}
      </td>
      <td className="flow-number">{formatDuration(flow.duration)}</td>
      <td className="flow-end" title={from}>
        <button
          type="button"
          className="flow-open"
          title="Only this flow"
          onClick={() => dashboard.showFlow(flow.filter, "flows")}
        >
          {from}
        </button>
      </td>
      <td className="flow-end" title={to}>
        {to}
      </td>
      <td className="flow-protocol">
        <Swatch slot={slotOf(flow.protocol)} /> {flow.protocol}
        {flow.protocolByPort && <span title="Named by its port alone">?</span>}
      </td>
      <td className="flow-name" dir="auto" title={flow.name}>
        {flow.name ?? ""}
      </td>
      <td className="flow-number">{formatBytes(flow.bytesOut)}</td>
      <td className="flow-number">{formatBytes(flow.bytesIn)}</td>
      <td className="flow-number">{formatCount(flow.packetsOut + flow.packetsIn)}</td>
      <td className="flow-number">{formatBytes(flow.bytesOut + flow.bytesIn)}</td>
      <td>
        <button
          type="button"
          className="button button-quiet flow-packets"
          aria-label={`Packets of ${from} to ${to}`}
          title="Its packets"
          onClick={() => dashboard.showFlow(flow.filter, "packets")}
        >
          <List size={14} aria-hidden /> Packets
        </button>
      </td>
    </tr>
  );
}

function endpoint(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
